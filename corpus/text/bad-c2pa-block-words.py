# -----BEGIN C2PA MANIFEST----- see below -----END C2PA MANIFEST-----
print(1)
