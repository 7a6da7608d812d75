# -----BEGIN C2PA MANIFEST----- https://example.com/a.c2pa
print(1)
