package io.waymark.cdk.data;

import io.waymark.cdk.config.DatabaseChoice;
import io.waymark.cdk.config.Removal;
import io.waymark.cdk.config.StageConfig;
import io.waymark.tenancy.installation.Bucket;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/// The stateful stack.
public final class DataStack extends Stack {
  private final DataKey key;
  private final Tables tables;
  private final Buckets buckets;
  private final Optional<EventStream> stream;
  private final Database database;

  public DataStack(Construct scope, String id, StackProps props, StageConfig config) {
    super(scope, id, props);
    Retention retention = Retention.of(config.removal());
    setTerminationProtection(config.removal() == Removal.RETAIN);
    key = new DataKey(this, "Key", config.installation(), retention);
    tables =
        new Tables(this, "Tables", new Tables.Props(config.installation(), key.key(), retention));
    buckets =
        new Buckets(
            this,
            "Buckets",
            new Buckets.Props(config.installation(), key.key(), config.web().origins(), retention));
    stream =
        config.streams()
            ? Optional.of(new EventStream(this, "Stream", config, key.key()))
            : Optional.empty();
    database =
        switch (config.database()) {
          case DatabaseChoice.Aurora aurora ->
              new AuroraDatabase(
                  this,
                  "Database",
                  new AuroraDatabase.Props(
                      config.installation(),
                      aurora,
                      key.key(),
                      buckets.get(Bucket.LOGS),
                      retention));
          case DatabaseChoice.External external ->
              new ExternalDatabase(this, "ExternalDatabase", external);
        };
  }

  public DataKey key() {
    return key;
  }

  public Tables tables() {
    return tables;
  }

  public Buckets buckets() {
    return buckets;
  }

  public Optional<EventStream> stream() {
    return stream;
  }

  public Database database() {
    return database;
  }

  /// The region's first two, chosen at deployment: the CDK would look them up in the account at
  /// synth.
  @Override
  public List<String> getAvailabilityZones() {
    return List.of(Fn.select(0, Fn.getAzs()), Fn.select(1, Fn.getAzs()));
  }
}
