"""What a server that speaks AWS's APIs has of a deployment, as one JSON document on stdout.

Starts one execution of the machine in argv[1] and tells its status. The endpoint is AWS_ENDPOINT_URL.
"""
import json
import sys

import boto3


def paged(client, operation, member):
    pages = client.get_paginator(operation).paginate()
    return [item for page in pages for item in page[member]]


functions = paged(boto3.client("lambda"), "list_functions", "Functions")
roles = paged(boto3.client("iam"), "list_roles", "Roles")
states = boto3.client("stepfunctions")
machines = paged(states, "list_state_machines", "stateMachines")
arn = next(one["stateMachineArn"] for one in machines if one["name"] == sys.argv[1])
execution = states.start_execution(stateMachineArn=arn, input="{}")
described = states.describe_execution(executionArn=execution["executionArn"])
json.dump(
    {
        "functions": [
            {key: one[key] for key in ("FunctionName", "CodeSha256", "MemorySize", "Timeout")}
            for one in functions
        ],
        "roles": [one["RoleName"] for one in roles],
        "machines": [
            {
                "name": one["name"],
                "definition": states.describe_state_machine(
                    stateMachineArn=one["stateMachineArn"]
                )["definition"],
            }
            for one in machines
        ],
        "execution": described["status"],
    },
    sys.stdout,
)
