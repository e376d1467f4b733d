"""What the starter of LocalStack tells the plug-in, by environment variables."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Where host mode finds what it runs.

    java_home: a JDK as new as the functions ask for
    runtime_client: folder with the jars of Lambda's Java runtime interface client
    dynamodb: folder with the jars and native libraries of DynamoDB Local
    node_modules: folder with the AWS SDK for the CDK's own Node.js functions
    """

    java_home: Path
    runtime_client: Path
    dynamodb: Path
    node_modules: Path

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Settings":
        def folder(name: str) -> Path:
            variable = f"WAYMARK_LOCALSTACK_{name}"
            value = environment.get(variable)
            if not value:
                raise ValueError(f"{variable} is not set: start LocalStack by ./waymark localstack up")
            path = Path(value)
            if not path.is_dir():
                raise ValueError(f"{variable}={value} is no folder")
            return path

        return cls(folder("JAVA_HOME"), folder("RUNTIME_CLIENT"), folder("DYNAMODB"), folder("NODE_MODULES"))


def current() -> Settings:
    return Settings.of(os.environ)
