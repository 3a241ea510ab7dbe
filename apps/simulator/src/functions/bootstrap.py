"""Runs inside the process of a Python function, as Lambda's own runtime does: takes work from the
Runtime API, calls the handler, posts its result.
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import http.client
import importlib
import json
import os
import sys
import time
import traceback

AUTHORITY, TOKEN = os.environ["AWS_LAMBDA_RUNTIME_API"].split("/")
TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]
# Where Lambda has what is in TASK_ROOT here.
SHOWN_ROOT = "/var/task"
# Kept before the handler's code can replace them.
STREAMS = (sys.stdout, sys.stderr)


class Context:
    """What a handler gets beside its event."""

    identity = None
    client_context = None

    def __init__(self, headers):
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))


class RuntimeFault(Exception):
    """An error of the runtime, not of the handler; it has no stack."""

    def __init__(self, error_type, message):
        super().__init__(message)
        self.error_type = error_type


def call(method, resource, body=None):
    """One request to the Runtime API. Without it there is nobody left to work for."""
    try:
        CONNECTION.request(method, f"/{TOKEN}/2018-06-01/runtime{resource}", body)
        response = CONNECTION.getresponse()
        return response.headers, response.read()
    except OSError:
        os._exit(1)


def load_handler(name):
    parts = name.rsplit(".", 1)
    if len(parts) != 2:
        reason = "not enough values to unpack (expected 2, got 1)"
        raise RuntimeFault("Runtime.MalformedHandlerName", f"Bad handler '{name}': {reason}")
    module_name, function_name = parts
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        message = f"Unable to import module '{module_name}': {error}"
        raise RuntimeFault("Runtime.ImportModuleError", message) from error
    except SyntaxError as error:
        message = f"Syntax error in module '{module_name}': {error}"
        raise RuntimeFault("Runtime.UserCodeSyntaxError", message) from error
    if not hasattr(module, function_name):
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        raise RuntimeFault("Runtime.HandlerNotFound", message)
    return getattr(module, function_name)


def serialise(result):
    """Bytes go out as they are."""
    if isinstance(result, bytes):
        return result
    try:
        return json.dumps(result, ensure_ascii=False).encode()
    except (TypeError, ValueError) as error:
        message = f"Unable to marshal response: {error}"
        raise RuntimeFault("Runtime.MarshalError", message) from error


def describe(error, request_id):
    """An error as Lambda answers it; frames of this file are not the function's."""
    is_fault = isinstance(error, RuntimeFault)
    frames = [] if is_fault else traceback.extract_tb(error.__traceback__)
    shown = [
        (shown_path(frame.filename), frame.lineno, frame.name, frame.line)
        for frame in frames
        if frame.filename != __file__ and not frame.filename.startswith("<frozen ")
    ]
    description = {
        "errorMessage": str(error),
        "errorType": error.error_type if is_fault else type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_list(shown),
    }
    return json.dumps(description, ensure_ascii=False).encode()


def shown_path(filename):
    inside = os.path.relpath(filename, TASK_ROOT)
    return filename if inside.startswith("..") else f"{SHOWN_ROOT}/{inside}"


def end_logs(request_id):
    """The last line of an invocation on each stream; the host divides the lines by it."""
    for stream in STREAMS:
        stream.write(f"\0end {request_id}\n")
        stream.flush()


def serve_one(handler):
    headers, body = call("GET", "/invocation/next")
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    os.environ["_X_AMZN_TRACE_ID"] = headers["Lambda-Runtime-Trace-Id"]
    try:
        kind, answer = "response", serialise(handler(json.loads(body), Context(headers)))
    except Exception as error:
        kind, answer = "error", describe(error, request_id)
    end_logs(request_id)
    call("POST", f"/invocation/{request_id}/{kind}", answer)


def main():
    sys.path[0] = TASK_ROOT
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        call("POST", "/init/error", describe(error, ""))
        os._exit(1)
    while True:
        serve_one(handler)


CONNECTION = http.client.HTTPConnection(AUTHORITY)
main()
