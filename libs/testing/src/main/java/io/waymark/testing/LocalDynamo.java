package io.waymark.testing;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/// DynamoDB Local in this JVM, on a loopback port that the system chose. Started by its classes,
/// not its main method, which would bind every address and report its use.
public final class LocalDynamo implements AutoCloseable {
  private static final Pattern CLASS_PATH = Pattern.compile(Pattern.quote(File.pathSeparator));

  private final LocalDynamoDBRequestHandler requests;
  private final Server server;
  private final URI endpoint;

  private LocalDynamo(LocalDynamoDBRequestHandler requests, Server server, URI endpoint) {
    this.requests = requests;
    this.server = server;
    this.endpoint = endpoint;
  }

  /// Starts it.
  ///
  /// @param folder where to keep the data; without one it is kept in memory
  public static LocalDynamo start(Optional<Path> folder) {
    try {
      unpackNative();
      LocalDynamoDBRequestHandler requests =
          new LocalDynamoDBRequestHandler(
              0, folder.isEmpty(), folder.map(Path::toString).orElse(null), true, false);
      Server server = new Server();
      ServerConnector connector = new ServerConnector(server, 1, 1);
      connector.setHost("127.0.0.1");
      connector.setPort(0);
      server.addConnector(connector);
      server.setHandler(new LocalDynamoDBServerHandler(requests, null));
      server.start();
      return new LocalDynamo(
          requests, server, URI.create("http://127.0.0.1:" + connector.getLocalPort()));
    } catch (Exception e) { // what Jetty's start declares
      throw new IllegalStateException("DynamoDB Local did not start", e);
    }
  }

  public URI endpoint() {
    return endpoint;
  }

  /// A client of it; the caller closes it.
  public DynamoDbClient client() {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    LocalCredentials.DEFAULT.accessKey(), LocalCredentials.DEFAULT.secretKey())))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  /// Makes those tables of `installation` that are not there.
  public static void createTables(DynamoDbClient client, Installation installation) {
    Set<String> there = new HashSet<>(client.listTables().tableNames());
    for (Table table : Table.values()) {
      if (!there.contains(installation.name(table))) {
        client.createTable(definition(table, installation.name(table)));
      }
    }
  }

  /// Those of the tables that are there which an earlier version made with other keys.
  public static List<String> outdated(DynamoDbClient client, Installation installation) {
    return Stream.of(Table.values())
        .filter(
            table ->
                client
                        .describeTable(describe -> describe.tableName(installation.name(table)))
                        .table()
                        .keySchema()
                        .size()
                    != (table.sorted() ? 2 : 1))
        .map(installation::name)
        .toList();
  }

  private static CreateTableRequest definition(Table table, String name) {
    List<AttributeDefinition> attributes = new ArrayList<>();
    List<KeySchemaElement> keys = new ArrayList<>();
    attributes.add(string(Table.PARTITION_KEY));
    keys.add(key(Table.PARTITION_KEY, KeyType.HASH));
    if (table.sorted()) {
      attributes.add(string(Table.SORT_KEY));
      keys.add(key(Table.SORT_KEY, KeyType.RANGE));
    }
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(attributes)
            .keySchema(keys);
    if (table.streamed()) {
      request.streamSpecification(
          stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE));
    }
    return request.build();
  }

  private static AttributeDefinition string(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  /// DynamoDB Local keeps its data in SQLite, whose native library it looks for in the folder that
  /// `sqlite4java.library.path` names. The library comes as an artifact of its own, so its file
  /// lies on the class path whole.
  private static synchronized void unpackNative() {
    if (System.getProperty("sqlite4java.library.path") != null) {
      return;
    }
    try {
      Path folder = Files.createTempDirectory("waymark-sqlite");
      folder.toFile().deleteOnExit();
      for (String entry : CLASS_PATH.split(System.getProperty("java.class.path"))) {
        Path file = Path.of(entry);
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        for (String natives : List.of("libsqlite4java-linux-amd64", "libsqlite4java-osx")) {
          if (name.startsWith(natives)) {
            String ending = name.substring(name.lastIndexOf('.'));
            Path copy = folder.resolve(natives + ending);
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            copy.toFile().deleteOnExit();
          }
        }
      }
      System.setProperty("sqlite4java.library.path", folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) { // what Jetty's stop declares
      throw new IllegalStateException("DynamoDB Local did not stop", e);
    }
    requests.shutdown();
  }
}
