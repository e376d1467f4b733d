package io.waymark.cdk.data;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.waymark.cdk.config.DatabaseChoice;
import io.waymark.tenancy.installation.Installation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.rds.AuroraPostgresClusterEngineProps;
import software.amazon.awscdk.services.rds.AuroraPostgresEngineVersion;
import software.amazon.awscdk.services.rds.BackupProps;
import software.amazon.awscdk.services.rds.ClusterInstance;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.rds.DatabaseClusterEngine;
import software.amazon.awscdk.services.rds.ServerlessV2ClusterInstanceProps;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/// Aurora Serverless v2 in a private network: pauses when no session is open, which the server sees
/// to by ending idle ones, since a frozen function ends none. Requests log in by IAM; the owner's
/// password, for migrations, lies in a secret that RDS makes and rotates.
public final class AuroraDatabase extends Construct implements Database {
  private static final String NAME = "waymark";
  private static final String OWNER = "waymark_owner";

  /// Made by the migrations.
  private static final String REQUESTS = "waymark_login";

  private static final int PORT = 5433;
  private static final Duration IDLE_SESSION = Duration.seconds(60);

  /// The shortest that Aurora takes.
  private static final Duration PAUSE_AFTER = Duration.minutes(5);

  private static final Duration BACKUPS_KEPT = Duration.days(14);

  private final DatabaseCluster cluster;
  private final Place place;

  /// @param logs where the network's flow logs go
  record Props(
      Installation installation,
      DatabaseChoice.Aurora aurora,
      IKey key,
      IBucket logs,
      Retention retention) {}

  AuroraDatabase(Construct scope, String id, Props props) {
    super(scope, id);
    PrivateNetwork network = new PrivateNetwork(this, "Network", props.logs());
    SecurityGroup own =
        SecurityGroup.Builder.create(this, "SecurityGroup")
            .vpc(network.vpc())
            .description("The database")
            .allowAllOutbound(false)
            .build();
    own.addIngressRule(
        network.functions(), Port.tcp(PORT), "functions that are allowed the database");
    network.functions().addEgressRule(own, Port.tcp(PORT), "the database");
    place = new Place(network.vpc(), PrivateNetwork.ofFunctions(), network.functions());
    cluster = cluster(props, network, own);
    NagSuppressions.addResourceSuppressions(
        cluster,
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-SMG4")
                .reason("RDS made the secret and rotates it every seven days by itself.")
                .build()),
        true);
  }

  private DatabaseCluster cluster(Props props, PrivateNetwork network, SecurityGroup own) {
    String identifier = "waymark-" + props.installation().stage();
    DatabaseCluster made =
        DatabaseCluster.Builder.create(this, "Cluster")
            .engine(
                DatabaseClusterEngine.auroraPostgres(
                    AuroraPostgresClusterEngineProps.builder()
                        .version(AuroraPostgresEngineVersion.VER_17_7)
                        .build()))
            .writer(
                ClusterInstance.serverlessV2(
                    "Writer",
                    ServerlessV2ClusterInstanceProps.builder().publiclyAccessible(false).build()))
            .clusterIdentifier(identifier)
            .serverlessV2MinCapacity(0)
            .serverlessV2MaxCapacity(props.aurora().maxCapacity())
            .serverlessV2AutoPauseDuration(PAUSE_AFTER)
            .vpc(network.vpc())
            .vpcSubnets(PrivateNetwork.ofDatabase())
            .securityGroups(List.of(own))
            .port(PORT)
            .defaultDatabaseName(NAME)
            .credentials(Credentials.fromUsername(OWNER))
            .manageMasterUserPassword(true)
            .iamAuthentication(true)
            .parameters(
                // Map.of has another order in every process, which would be a change to deploy.
                new TreeMap<>(
                    Map.of(
                        "idle_session_timeout",
                        String.valueOf(IDLE_SESSION.toMilliseconds().longValue()),
                        "rds.force_ssl",
                        "1")))
            .storageEncrypted(true)
            .storageEncryptionKey(props.key())
            .backup(BackupProps.builder().retention(BACKUPS_KEPT).build())
            .copyTagsToSnapshot(true)
            .cloudwatchLogsExports(List.of("postgresql"))
            .deletionProtection(props.retention().guarded())
            .removalPolicy(props.retention().policy())
            .build();
    // Before the cluster, which else makes one that keeps everything for good.
    made.getNode()
        .addDependency(
            LogGroup.Builder.create(this, "Log")
                .logGroupName("/aws/rds/cluster/" + identifier + "/postgresql")
                .retention(RetentionDays.THREE_MONTHS)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build());
    return made;
  }

  /// Named in its metrics.
  public DatabaseCluster cluster() {
    return cluster;
  }

  @Override
  public Optional<Place> place() {
    return Optional.of(place);
  }

  @Override
  public String jdbcUrl(LogIn logIn) {
    String address =
        "jdbc:postgresql://"
            + cluster.getClusterEndpoint().getHostname()
            + ":"
            + PORT
            + "/"
            + NAME
            + "?sslmode=require&user=";
    return switch (logIn) {
      case OWNER -> JdbcUrls.withSecret(address + OWNER, secret().getSecretArn());
      case REQUESTS -> JdbcUrls.withIam(address + REQUESTS);
    };
  }

  @Override
  public void grant(IGrantable function, LogIn logIn) {
    switch (logIn) {
      case OWNER -> secret().grantRead(function);
      case REQUESTS -> cluster.grantConnect(function, REQUESTS);
    }
  }

  private ISecret secret() {
    return Objects.requireNonNull(cluster.getSecret(), "RDS makes the owner's secret");
  }
}
