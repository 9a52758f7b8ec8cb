"""Puts a password on a secret key that has none, as minisign does, but with little work for scrypt. Programs that read keys take
the cost from the file, so tests need not wait for it.

encrypt_key.py PASSWORD KEY_FILE NEW_FILE
"""

import base64
import hashlib
import os
import sys

OPS, MEM_BYTES = 32_768, 16 << 20  # libsodium turns these into N = 1,024, r = 8, p = 1

password, key_file, new_file = sys.argv[1:]
comment, text = open(key_file).read().splitlines()[:2]
blob = base64.b64decode(text)
secret = blob[54:126]  # the key id and the key stand behind algorithms, salt and limits
secret += hashlib.blake2b(b"Ed" + secret, digest_size=32).digest()
salt = os.urandom(32)
stream = hashlib.scrypt(password.encode(), salt=salt, n=1024, r=8, p=1, dklen=len(secret))
header = b"EdScB2" + salt + OPS.to_bytes(8, "little") + MEM_BYTES.to_bytes(8, "little")
encrypted = header + bytes(a ^ b for a, b in zip(secret, stream))
with open(os.open(new_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
    file.write(f"{comment}\n{base64.b64encode(encrypted).decode()}\n")
