"""Runs scim2-tester against a connection: a line for each check; the exit status is 1 when one failed.

Usage: compliance.py URL, with the connection's bearer token in SCIM_TOKEN.
"""

import os
import sys

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

FAILED = {Status.ERROR, Status.CRITICAL}

headers = {"Authorization": "Bearer " + os.environ["SCIM_TOKEN"]}
with Client(base_url=sys.argv[1], headers=headers, timeout=30) as http:
    results = check_server(SyncSCIMClient(http))
for result in results:
    print(result.status.name, result.title, "-", result.reason)
sys.exit(1 if not results or FAILED & {result.status for result in results} else 0)
