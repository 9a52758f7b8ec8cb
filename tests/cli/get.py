"""get.py [--method METHOD] [--header NAME:VALUE]... ADDRESS PATH: sends an HTTP request with the path exactly as given. Prints the status and then the
headers, in lower case; the body goes to the file `body`."""

import argparse
import http.client
import urllib.parse

parser = argparse.ArgumentParser()
parser.add_argument("--method", default="GET")
parser.add_argument("--header", action="append", default=[])
parser.add_argument("address")
parser.add_argument("path")
options = parser.parse_args()

connection = http.client.HTTPConnection(urllib.parse.urlsplit(options.address).netloc)
headers = dict(header.split(":", 1) for header in options.header)
connection.request(options.method, "/" + options.path, headers=headers)
response = connection.getresponse()
print(response.status)
for name, value in response.getheaders():
    print(f"{name}: {value}".lower())
with open("body", "wb") as body:
    body.write(response.read())
