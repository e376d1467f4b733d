"""DynamoDB Local from a folder of Maven's jars, instead of the archive that LocalStack would download."""

from pathlib import Path

from localstack.services.dynamodb.packages import DynamoDBLocalPackageInstaller
from localstack.services.dynamodb.server import DynamodbServer

from waymark_localstack.settings import Settings

MAIN = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner"


def run_from_jars(settings: Settings) -> None:
    if not any(settings.dynamodb.glob("DynamoDBLocal-*.jar")):
        raise ValueError(f"{settings.dynamodb} holds no DynamoDBLocal-*.jar")
    java = settings.java_home / "bin" / "java"
    DynamoDBLocalPackageInstaller.install = lambda self, target=None: None
    DynamoDBLocalPackageInstaller.get_java_env_vars = lambda self: {}
    DynamodbServer._create_shell_command = lambda self: command(java, settings.dynamodb, self)


def command(java: Path, jars: Path, server: DynamodbServer) -> list[str]:
    line = [
        str(java),
        f"-Xmx{server.heap_size}",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        f"-Djava.library.path={jars}",
        "-cp",
        f"{jars}/*",
        MAIN,
        # Without it the start waits for a call to the network.
        "-disableTelemetry",
        "-port",
        str(server.port),
    ]
    line += ["-inMemory"] if server.in_memory else ["-dbPath", str(server.db_path)]
    if server.delay_transient_statuses:
        line.append("-delayTransientStatuses")
    if server.share_db:
        line.append("-sharedDb")
    return line
