# -----BEGIN C2PA MANIFEST-----  -----END C2PA MANIFEST-----
print(1)
