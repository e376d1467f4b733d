package io.waymark.localstack.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import io.waymark.localstack.Folders;
import io.waymark.localstack.Mode;
import io.waymark.localstack.State;
import io.waymark.localstack.Steps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/// LocalStack's image with the plug-in, and PostgreSQL beside it on a network of their own, where
/// LocalStack also puts the containers of the functions. They are kept when this process ends,
/// which Testcontainers does only with `TESTCONTAINERS_REUSE_ENABLE=true`; the launcher sets it.
public final class Containers {
  private static final String NETWORK = "waymark-localstack";
  private static final String DATABASE = "database";
  private static final String POSTGRES = "postgres";
  private static final String POSTGRES_IMAGE = "postgres:18.1-alpine";
  private static final int POSTGRES_PORT = 5432;
  private static final int END_WITHIN_SECONDS = 30;
  private static final List<Path> SOCKETS =
      List.of(
          Path.of("/var/run/docker.sock"),
          Path.of(System.getProperty("user.home"), ".docker/run/docker.sock"));

  private final Folders folders;
  private final Steps steps;

  public Containers(Folders folders, Steps steps) {
    this.folders = folders;
    this.steps = steps;
  }

  /// Whether a Docker engine answers. Where nothing hints at one, it is not even asked for: that
  /// takes seconds.
  public static boolean engine(Map<String, String> environment) {
    boolean hinted =
        !environment.getOrDefault("DOCKER_HOST", "").isBlank()
            || SOCKETS.stream().anyMatch(Files::exists);
    return hinted && DockerClientFactory.instance().isDockerAvailable();
  }

  /// Starts both; the state names them.
  @SuppressWarnings("resource") // They outlive this process.
  public State start() {
    DockerClient docker = DockerClientFactory.lazyClient();
    if (docker.listNetworksCmd().withNameFilter(NETWORK).exec().isEmpty()) {
      docker.createNetworkCmd().withName(NETWORK).exec();
    }
    GenericContainer<?> database =
        new GenericContainer<>(DockerImageName.parse(POSTGRES_IMAGE))
            .withNetworkMode(NETWORK)
            .withNetworkAliases(DATABASE)
            .withEnv("POSTGRES_PASSWORD", POSTGRES)
            .withExposedPorts(POSTGRES_PORT)
            .waitingFor(Wait.forLogMessage(".*ready to accept connections.*\\n", 2))
            .withReuse(true);
    String image =
        steps.run(
            "image of LocalStack 4.14.0 with the plug-in",
            () ->
                new ImageFromDockerfile("waymark-localstack:4.14.0", false)
                    .withFileFromPath("plugin", folders.sources().resolve("plugin"))
                    .withFileFromPath("Dockerfile", folders.sources().resolve("docker/Dockerfile"))
                    .get());
    LocalStackContainer localStack =
        new LocalStackContainer(
            DockerImageName.parse(image).asCompatibleSubstituteFor("localstack/localstack"));
    localStack
        .withNetworkMode(NETWORK)
        .withEnv("LAMBDA_DOCKER_NETWORK", NETWORK)
        .withEnv("LAMBDA_SYNCHRONOUS_CREATE", "1")
        .withEnv("LAMBDA_RETRY_BASE_DELAY", "5")
        .withEnv("LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT", "120")
        .withEnv("DYNAMODB_IN_MEMORY", "1")
        .withEnv("KINESIS_LATENCY", "0")
        .withEnv("DISABLE_EVENTS", "1")
        .withEnv("S3_SKIP_SIGNATURE_VALIDATION", "0")
        .withReuse(true);
    steps.run(
        "PostgreSQL in a container",
        () -> {
          database.start();
          return database.getContainerId();
        });
    steps.run(
        "LocalStack in a container",
        () -> {
          localStack.start();
          return localStack.getContainerId();
        });
    return new State(
        Mode.DOCKER,
        localStack.getEndpoint(),
        Optional.empty(),
        List.of(localStack.getContainerId(), database.getContainerId()),
        new State.Database(
            "jdbc:postgresql://" + DATABASE + ":" + POSTGRES_PORT + "/" + POSTGRES,
            POSTGRES,
            POSTGRES));
  }

  /// Ends them. LocalStack is asked first, so that it ends the functions' containers.
  public void end(List<String> ids) {
    DockerClient docker = DockerClientFactory.lazyClient();
    for (String id : ids) {
      try {
        docker.stopContainerCmd(id).withTimeout(END_WITHIN_SECONDS).exec();
        docker.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
      } catch (NotFoundException gone) {
        steps.say("container " + id + " is gone already");
      }
    }
    docker.listNetworksCmd().withNameFilter(NETWORK).exec().stream()
        .forEach(network -> docker.removeNetworkCmd(network.getId()).exec());
  }
}
