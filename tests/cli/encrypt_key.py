"""Puts a password on a secret key that has none, as minisign does but with little of scrypt's work: what reads keys takes
the cost from the file, and tests need not wait for it.

encrypt_key.py PASSWORD KEY_FILE NEW_FILE
"""

import base64
import hashlib
import os
import sys

OPS, MEM_BYTES = 32_768, 16 << 20  # libsodium makes N = 1,024, r = 8, p = 1 of these

password, key_file, new_file = sys.argv[1:]
comment, text = open(key_file).read().splitlines()[:2]
blob = base64.b64decode(text)
secret = blob[54:126]  # after algorithms, salt and limits: key id and key
secret += hashlib.blake2b(b"Ed" + secret, digest_size=32).digest()
salt = os.urandom(32)
stream = hashlib.scrypt(password.encode(), salt=salt, n=1024, r=8, p=1, dklen=len(secret))
header = b"EdScB2" + salt + OPS.to_bytes(8, "little") + MEM_BYTES.to_bytes(8, "little")
encrypted = header + bytes(a ^ b for a, b in zip(secret, stream))
with open(os.open(new_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
    file.write(f"{comment}\n{base64.b64encode(encrypted).decode()}\n")
