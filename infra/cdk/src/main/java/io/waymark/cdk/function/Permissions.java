package io.waymark.cdk.function;

import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.data.DataStack;
import io.waymark.cdk.data.Database;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.access.ObjectAction;
import io.waymark.tenancy.access.RowAction;
import io.waymark.tenancy.access.TenantAccess;
import io.waymark.tenancy.access.TenantFolder;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.ssm.IStringParameter;
import software.amazon.awscdk.services.ssm.SecureStringParameterAttributes;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.amazon.awscdk.services.ssm.StringParameterAttributes;
import software.constructs.Construct;

/// What each function may do with what is stored: the calls it makes, and no other. None may scan a
/// table but the migrations, which after a restore look for rows of ACCESS that nobody could ask
/// for, and the removal of deleted tenants, which reads keys and no more.
final class Permissions extends Construct {
  private static final String UPLOADS = "uploads/*";
  private static final String DEAD_LETTERS = "dead-letters/*";
  private static final String HANDED_IN = "_uploads/*";
  private static final String HEALTH = "health";
  private static final String LEASES = "limit#*";
  private static final String LOG_INS = "login#*";
  private static final String KEYS = "key#*";
  private static final String TENANTS = "tenant#*";
  private static final String LEASES_OF_DAYS = "collect#*";

  /// Counts of what became of lists.
  private static final String OUTCOMES = Keys.ofAny("metrics", "outcomes");

  private final DataStack data;
  private final ISecret signingKeys;
  private final String signingKeysArn;
  private final IStringParameter publicKeys;
  private final IStringParameter idKey;
  private final IStringParameter factorKey;
  private final Optional<IStringParameter> sentryDsn;

  Permissions(Construct scope, String id, DataStack data, StageConfig config) {
    super(scope, id);
    Installation installation = config.installation();
    this.data = data;
    signingKeys = Secret.fromSecretNameV2(this, "SigningKeys", installation.signingKeysSecret());
    signingKeysArn =
        Stack.of(this)
            .formatArn(
                ArnComponents.builder()
                    .service("secretsmanager")
                    .resource("secret")
                    .resourceName(installation.signingKeysSecret() + "-??????")
                    .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                    .build());
    publicKeys =
        StringParameter.fromStringParameterAttributes(
            this,
            "PublicKeys",
            StringParameterAttributes.builder()
                .parameterName(installation.jwksParameter())
                // Otherwise the deployment would ask for its value before anybody has made it.
                .forceDynamicReference(true)
                .build());
    idKey = secret("IdKey", installation.recommendationIdKeyParameter());
    factorKey = secret("FactorKey", installation.secondFactorKeyParameter());
    sentryDsn = config.sentryDsnParameter().map(name -> secret("SentryDsn", name));
  }

  private IStringParameter secret(String id, String name) {
    return StringParameter.fromSecureStringParameterAttributes(
        this, id, SecureStringParameterAttributes.builder().parameterName(name).build());
  }

  void grant(JavaFunction function) {
    data.key().key().grantEncryptDecrypt(function);
    rows(function, Table.HEARTBEATS, RowAction.PUT);
    sentryDsn.ifPresent(parameter -> parameter.grantRead(function));
    TenantAccess.of(function.handler())
        .ifPresent(
            access -> {
              actForTenants(function.forTenants(), access);
              function.excuseFoldersOfTenants();
            });
    switch (function.handler()) {
      case AUTH_API -> {
        checkCredentials(function);
        rows(function, Table.ACCESS, RowAction.PUT);
        keys(function, Table.ACCESS, RowAction.UPDATE, LOG_INS);
        takeNotes(function);
        answerOnce(function);
        signingKeys.grantRead(function);
        factorKey.grantRead(function);
        data.database().grant(function, Database.LogIn.REQUESTS);
      }
      case AUTH_MIGRATIONS -> {
        rows(function, Table.ACCESS, RowAction.GET, RowAction.PUT, RowAction.SCAN);
        keys(function, Table.ACCESS, RowAction.DELETE, KEYS, TENANTS);
        makeKeys(function);
        data.database().grant(function, Database.LogIn.OWNER);
      }
      case AUTH_SWEEP -> {
        rows(function, Table.ACCESS, RowAction.PUT);
        takeNotes(function);
        data.database().grant(function, Database.LogIn.REQUESTS);
      }
      case AUTH_USAGE -> {
        bucket(Bucket.LOGS).grantRead(function, Bucket.USAGE + "*");
        bucket(Bucket.LOGS).grantDelete(function, Bucket.USAGE + "*");
        takeNotes(function);
        data.database().grant(function, Database.LogIn.REQUESTS);
      }
      case RECOMMEND_API -> recommend(function);
      case INGEST_API -> {
        checkCredentials(function);
        keys(function, Table.UPLOADS, RowAction.GET, HEALTH);
        list(function, Bucket.DATA);
        // What is presigned is signed as the function.
        allow(
            function.getGrantPrincipal(),
            List.of(ObjectAction.GET.action(), ObjectAction.PUT.action()),
            bucket(Bucket.DATA).getBucketArn() + "/" + UPLOADS);
      }
      case INGEST_UPLOADS, INGEST_COLLECT, TRAIN_JOB, TRAIN_DAILY -> {}
      case INGEST_STREAM -> {
        storeEvents(function);
        bucket(Bucket.DATA).grantPut(function, DEAD_LETTERS);
        keys(function, Table.ACCESS, RowAction.GET, TENANTS); // was it deleted?
      }
      case INGEST_ARCHIVER -> archive(function);
      case TRAIN_API -> checkCredentials(function);
      case TRAIN_TENANTS -> {
        list(function, Bucket.TRAINING_DATA);
        rows(function, Table.ACCESS, RowAction.GET);
      }
      case RECOMMEND_LISTS -> {
        idKey.grantRead(function);
        rows(function, Table.ACCESS, RowAction.GET);
      }
      case INGEST_REMOVAL -> removeTenants(function);
    }
  }

  /// What runs a training elsewhere does it with its own role, and may what the functions may that
  /// train.
  void grantTraining(IGrantable task) {
    actForTenants(task.getGrantPrincipal(), TenantAccess.of(Handler.TRAIN_DAILY).orElseThrow());
  }

  /// What [TenantAccess] says, for whoever acts for tenants.
  private void actForTenants(IPrincipal role, TenantAccess access) {
    data.key().key().grantEncryptDecrypt(role);
    access
        .rows()
        .forEach(
            (table, uses) -> {
              List<String> actions = uses.stream().map(RowAction::action).sorted().toList();
              Optional.ofNullable(access.only().get(table))
                  .ifPresentOrElse(
                      keys -> role.addToPrincipalPolicy(some(table, actions, keys)),
                      () -> data.tables().get(table).grant(role, actions.toArray(String[]::new)));
            });
    access
        .objects()
        .forEach(
            (folder, uses) -> {
              String bucket = bucket(folder.bucket()).getBucketArn();
              String any = folder.prefixOfAny() + "*";
              allow(
                  role,
                  uses.stream().map(ObjectAction::action).sorted().toList(),
                  bucket + "/" + any);
              role.addToPrincipalPolicy(
                  PolicyStatement.Builder.create()
                      .actions(List.of("s3:ListBucket"))
                      .resources(List.of(bucket))
                      .conditions(Map.of("StringLike", Map.of("s3:prefix", List.of(any))))
                      .build());
            });
  }

  private static void allow(IPrincipal who, List<String> actions, String resource) {
    who.addToPrincipalPolicy(
        PolicyStatement.Builder.create().actions(actions).resources(List.of(resource)).build());
  }

  /// Beside what it does for tenants: health asks for a row and a bucket, and what is presigned is
  /// signed as the function.
  private void recommend(JavaFunction function) {
    checkCredentials(function);
    idKey.grantRead(function);
    rows(function, Table.HEARTBEATS, RowAction.GET);
    keys(function, Table.MODELS, RowAction.GET, HEALTH);
    list(function, Bucket.MODELS);
    bucket(Bucket.MODELS).grantPut(function, HANDED_IN);
  }

  private void checkCredentials(JavaFunction function) {
    rows(function, Table.ACCESS, RowAction.GET);
    publicKeys.grantRead(function);
    countRequests(function);
  }

  /// What is leased of rate limits stands in the table of credentials, whose other rows are for
  /// `auth` alone to write.
  private void countRequests(JavaFunction function) {
    keys(function, Table.ACCESS, RowAction.UPDATE, LEASES);
  }

  /// Those rows alone whose keys are like `keys`.
  private void keys(JavaFunction function, Table table, RowAction use, String... keys) {
    function.allow(some(table, List.of(use.action()), keys));
  }

  private PolicyStatement some(Table table, List<String> actions, String... keys) {
    return PolicyStatement.Builder.create()
        .actions(actions)
        .resources(List.of(data.tables().get(table).getTableArn()))
        .conditions(
            Map.of("ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", List.of(keys))))
        .build();
  }

  /// What `ingest` and `recommend` note for the audit log stands in the table of uploads.
  private void takeNotes(JavaFunction function) {
    keys(function, Table.UPLOADS, RowAction.QUERY, TenantAccess.NOTES);
    keys(function, Table.UPLOADS, RowAction.DELETE, TenantAccess.NOTES);
  }

  /// Repeats of an `Idempotency-Key`.
  private void answerOnce(JavaFunction function) {
    rows(function, Table.IDEMPOTENCY, RowAction.GET, RowAction.PUT, RowAction.DELETE);
  }

  private void storeEvents(JavaFunction function) {
    rows(function, Table.HISTORIES, RowAction.PUT);
    rows(function, Table.MARKERS, RowAction.PUT);
    rows(function, Table.SEEN, RowAction.PUT);
    takeOverEvents(function);
    sweep(function);
  }

  /// Whoever stores something of users removes what it finds of erased ones.
  private void sweep(JavaFunction function) {
    rows(function, Table.ERASURES, RowAction.GET_MANY);
    rows(function, Table.HISTORIES, RowAction.QUERY, RowAction.WRITE_MANY);
    rows(function, Table.SEEN, RowAction.QUERY, RowAction.WRITE_MANY);
    rows(function, Table.MARKERS, RowAction.GET_MANY, RowAction.WRITE_MANY);
    rows(function, Table.USERS, RowAction.DELETE);
  }

  /// Events of an upload that was given up are stored by whoever sends them again, once nothing of
  /// that upload is left in the training data.
  private void takeOverEvents(JavaFunction function) {
    rows(function, Table.UPLOADS, RowAction.GET, RowAction.PUT, RowAction.UPDATE);
    bucket(Bucket.TRAINING_DATA).grantDelete(function);
    list(function, Bucket.TRAINING_DATA);
  }

  /// grantRead would list the bucket, but let its objects be read too.
  private void list(JavaFunction function, Bucket bucket) {
    function.allow(
        PolicyStatement.Builder.create()
            .actions(List.of("s3:ListBucket"))
            .resources(List.of(bucket(bucket).getBucketArn()))
            .build());
  }

  /// What an event tells of a list is counted with its marker; names of answers are read.
  private void archive(JavaFunction function) {
    idKey.grantRead(function);
    rows(function, Table.MARKERS, RowAction.UPDATE);
    keys(function, Table.MODELS, RowAction.UPDATE, OUTCOMES);
    rows(function, Table.USERS, RowAction.GET_MANY, RowAction.PUT);
    rows(function, Table.ERASURES, RowAction.CHECK, RowAction.GET_MANY);
    bucket(Bucket.TRAINING_DATA).grantPut(function);
  }

  /// Rows of a tenant are deleted as that tenant. To find them, keys of whole tables are read, and
  /// nothing but keys; objects are named by folder, and never read.
  private void removeTenants(JavaFunction function) {
    keys(function, Table.ACCESS, RowAction.GET, TENANTS);
    keys(function, Table.HEARTBEATS, RowAction.DELETE, LEASES_OF_DAYS);
    function.allow(
        PolicyStatement.Builder.create()
            .actions(List.of(RowAction.SCAN.action()))
            .resources(
                Table.ofTenants().stream()
                    .map(table -> data.tables().get(table).getTableArn())
                    .toList())
            .conditions(
                // Map.of has another order in every process, which would be a change to deploy.
                new TreeMap<>(
                    Map.of(
                        "ForAllValues:StringEquals",
                        Map.of("dynamodb:Attributes", List.of(Table.PARTITION_KEY, Table.SORT_KEY)),
                        "StringEquals",
                        Map.of("dynamodb:Select", "SPECIFIC_ATTRIBUTES"))))
            .build());
    for (TenantFolder folder : TenantFolder.values()) {
      String bucket = bucket(folder.bucket()).getBucketArn();
      String any = folder.beforeTenant() + "*";
      allow(
          function.getGrantPrincipal(), List.of(ObjectAction.DELETE.action()), bucket + "/" + any);
      function.allow(
          PolicyStatement.Builder.create()
              .actions(List.of("s3:ListBucket"))
              .resources(List.of(bucket))
              .conditions(Map.of("StringLike", Map.of("s3:prefix", List.of(any))))
              .build());
    }
  }

  private void makeKeys(JavaFunction function) {
    signingKeys.grantRead(function);
    publicKeys.grantWrite(function);
    idKey.grantWrite(function);
    factorKey.grantWrite(function);
    // No grant of the CDK makes secrets.
    function.allow(
        PolicyStatement.Builder.create()
            .actions(List.of("secretsmanager:CreateSecret"))
            .resources(List.of(signingKeysArn))
            .build());
  }

  private void rows(JavaFunction function, Table table, RowAction... uses) {
    data.tables()
        .get(table)
        .grant(function, Arrays.stream(uses).map(RowAction::action).toArray(String[]::new));
  }

  private IBucket bucket(Bucket bucket) {
    return data.buckets().get(bucket);
  }
}
