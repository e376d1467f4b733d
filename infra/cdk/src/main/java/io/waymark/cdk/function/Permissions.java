package io.waymark.cdk.function;

import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.data.DataStack;
import io.waymark.cdk.data.Database;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IGrantable;
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
/// for.
final class Permissions extends Construct {
  private static final String UPLOADS = "uploads/*";
  private static final String DEAD_LETTERS = "dead-letters/*";
  private static final String PIPELINE = "pipeline/*";
  private static final String LISTS = "*/lists/*";
  private static final String LEASES = "limit#*";
  private static final String LOG_INS = "login#*";
  private static final String KEYS = "key#*";
  private static final String TENANTS = "tenant#*";

  private final DataStack data;
  private final ISecret signingKeys;
  private final String signingKeysArn;
  private final IStringParameter publicKeys;
  private final IStringParameter idKey;
  private final Optional<IStringParameter> sentryDsn;

  /// What is done with the rows of a table.
  private enum Rows {
    GET("GetItem"),
    GET_MANY("BatchGetItem"),
    QUERY("Query"),
    SCAN("Scan"),
    PUT("PutItem"),
    /// Of rows to put or to delete.
    WRITE_MANY("BatchWriteItem"),
    UPDATE("UpdateItem"),
    DELETE("DeleteItem"),
    CHECK("ConditionCheckItem");

    private final String action;

    Rows(String call) {
      this.action = "dynamodb:" + call;
    }

    String action() {
      return action;
    }
  }

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
    sentryDsn = config.sentryDsnParameter().map(name -> secret("SentryDsn", name));
  }

  private IStringParameter secret(String id, String name) {
    return StringParameter.fromSecureStringParameterAttributes(
        this, id, SecureStringParameterAttributes.builder().parameterName(name).build());
  }

  void grant(JavaFunction function) {
    data.key().key().grantEncryptDecrypt(function);
    rows(function, Table.HEARTBEATS, Rows.PUT);
    sentryDsn.ifPresent(parameter -> parameter.grantRead(function));
    switch (function.handler()) {
      case AUTH_API -> {
        checkCredentials(function);
        rows(function, Table.ACCESS, Rows.PUT);
        credentials(function, Rows.UPDATE, LOG_INS);
        answerOnce(function);
        signingKeys.grantRead(function);
        data.database().grant(function, Database.LogIn.REQUESTS);
      }
      case AUTH_MIGRATIONS -> {
        rows(function, Table.ACCESS, Rows.GET, Rows.PUT, Rows.SCAN);
        credentials(function, Rows.DELETE, KEYS, TENANTS);
        makeKeys(function);
        data.database().grant(function, Database.LogIn.OWNER);
      }
      case AUTH_SWEEP -> {
        rows(function, Table.ACCESS, Rows.PUT);
        data.database().grant(function, Database.LogIn.REQUESTS);
      }
      case AUTH_USAGE -> {
        bucket(Bucket.LOGS).grantRead(function, Bucket.USAGE + "*");
        bucket(Bucket.LOGS).grantDelete(function, Bucket.USAGE + "*");
        data.database().grant(function, Database.LogIn.REQUESTS);
      }
      case RECOMMEND_API -> recommend(function);
      case INGEST_API -> {
        checkCredentials(function);
        answerOnce(function);
        storeEvents(function);
        changeCatalogue(function);
        rows(function, Table.ERASURES, Rows.UPDATE);
        rows(function, Table.USERS, Rows.GET_MANY);
        rows(function, Table.UPLOADS, Rows.QUERY);
        bucket(Bucket.DATA).grantPut(function, UPLOADS);
        bucket(Bucket.DATA).grantRead(function, UPLOADS);
        bucket(Bucket.DATA).grantDelete(function, UPLOADS);
        // An erased user's lists go too.
        bucket(Bucket.USER_DATA).grantRead(function, LISTS);
        bucket(Bucket.USER_DATA).grantDelete(function, LISTS);
      }
      case INGEST_UPLOADS -> {
        storeEvents(function);
        changeCatalogue(function);
        archive(function);
        rows(function, Table.ERASURES, Rows.QUERY);
        rows(function, Table.UPLOADS, Rows.QUERY);
        bucket(Bucket.DATA).grantPut(function, UPLOADS);
        bucket(Bucket.DATA).grantRead(function, UPLOADS);
        bucket(Bucket.ITEM_DATA).grantReadWrite(function);
      }
      case INGEST_STREAM -> {
        storeEvents(function);
        bucket(Bucket.DATA).grantPut(function, DEAD_LETTERS);
      }
      case INGEST_ARCHIVER -> archive(function);
      case TRAIN_API -> {
        checkCredentials(function);
        answerOnce(function);
        jobs(function);
        rows(function, Table.MODELS, Rows.QUERY);
      }
      case TRAIN_JOB, TRAIN_DAILY -> train(function);
      case TRAIN_TENANTS -> {
        list(function, Bucket.TRAINING_DATA);
        rows(function, Table.ACCESS, Rows.GET);
      }
      case INGEST_COLLECT -> {
        bucket(Bucket.TRAINING_DATA).grantRead(function);
        bucket(Bucket.TRAINING_DATA).grantPut(function);
        bucket(Bucket.TRAINING_DATA).grantDelete(function);
        rows(function, Table.UPLOADS, Rows.GET);
        rows(function, Table.CATALOGUE, Rows.GET, Rows.QUERY);
        bucket(Bucket.ITEM_DATA).grantRead(function);
        bucket(Bucket.DATA).grantPut(function, PIPELINE);
        bucket(Bucket.DATA).grantRead(function, PIPELINE);
      }
      case RECOMMEND_LISTS -> {
        readForRecommending(function);
        rows(function, Table.ACCESS, Rows.GET);
        rows(function, Table.USERS, Rows.QUERY);
        bucket(Bucket.USER_DATA).grantRead(function, LISTS);
        bucket(Bucket.USER_DATA).grantPut(function, LISTS);
        bucket(Bucket.USER_DATA).grantDelete(function, LISTS);
      }
    }
  }

  /// What runs a training elsewhere may do what the functions may that train.
  void grantTraining(IGrantable task) {
    data.key().key().grantEncryptDecrypt(task);
    train(task);
  }

  private void recommend(JavaFunction function) {
    checkCredentials(function);
    answerOnce(function);
    readForRecommending(function);
    rows(function, Table.HEARTBEATS, Rows.GET);
    rows(function, Table.MODELS, Rows.PUT);
    bucket(Bucket.MODELS).grantPut(function);
  }

  private void readForRecommending(JavaFunction function) {
    idKey.grantRead(function);
    rows(function, Table.HISTORIES, Rows.QUERY);
    rows(function, Table.SEEN, Rows.QUERY);
    rows(function, Table.CATALOGUE, Rows.GET, Rows.QUERY);
    rows(function, Table.MODELS, Rows.GET, Rows.QUERY);
    bucket(Bucket.MODELS).grantRead(function);
    bucket(Bucket.ITEM_DATA).grantRead(function);
  }

  private void train(IGrantable task) {
    jobs(task);
    rows(task, Table.MODELS, Rows.GET, Rows.QUERY, Rows.PUT);
    bucket(Bucket.TRAINING_DATA).grantRead(task);
    bucket(Bucket.MODELS).grantPut(task);
    bucket(Bucket.USER_DATA).grantPut(task);
    bucket(Bucket.ITEM_DATA).grantPut(task);
  }

  private void checkCredentials(JavaFunction function) {
    rows(function, Table.ACCESS, Rows.GET);
    publicKeys.grantRead(function);
    countRequests(function);
  }

  /// What is leased of rate limits stands in the table of credentials, whose other rows are for
  /// `auth` alone to write.
  private void countRequests(JavaFunction function) {
    credentials(function, Rows.UPDATE, LEASES);
  }

  /// Of the table of credentials, those rows alone whose keys are like `keys`.
  private void credentials(JavaFunction function, Rows use, String... keys) {
    function.allow(
        PolicyStatement.Builder.create()
            .actions(List.of(use.action()))
            .resources(List.of(data.tables().get(Table.ACCESS).getTableArn()))
            .conditions(
                Map.of("ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", List.of(keys))))
            .build());
  }

  /// Repeats of an `Idempotency-Key`.
  private void answerOnce(JavaFunction function) {
    rows(function, Table.IDEMPOTENCY, Rows.GET, Rows.PUT, Rows.DELETE);
  }

  private void storeEvents(JavaFunction function) {
    rows(function, Table.HISTORIES, Rows.PUT);
    rows(function, Table.MARKERS, Rows.PUT);
    rows(function, Table.SEEN, Rows.PUT);
    takeOverEvents(function);
    sweep(function);
  }

  /// Whoever stores something of users removes what it finds of erased ones.
  private void sweep(JavaFunction function) {
    rows(function, Table.ERASURES, Rows.GET_MANY);
    rows(function, Table.HISTORIES, Rows.QUERY, Rows.WRITE_MANY);
    rows(function, Table.SEEN, Rows.QUERY, Rows.WRITE_MANY);
    rows(function, Table.MARKERS, Rows.GET_MANY, Rows.WRITE_MANY);
    rows(function, Table.USERS, Rows.DELETE);
  }

  /// Events of an upload that was given up are stored by whoever sends them again, once nothing of
  /// that upload is left in the training data.
  private void takeOverEvents(JavaFunction function) {
    rows(function, Table.UPLOADS, Rows.GET, Rows.PUT, Rows.UPDATE);
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

  private void changeCatalogue(JavaFunction function) {
    rows(function, Table.CATALOGUE, Rows.GET, Rows.QUERY, Rows.PUT, Rows.UPDATE);
  }

  private void archive(JavaFunction function) {
    rows(function, Table.USERS, Rows.GET_MANY, Rows.PUT);
    rows(function, Table.ERASURES, Rows.CHECK);
    bucket(Bucket.TRAINING_DATA).grantPut(function);
  }

  private void jobs(IGrantable task) {
    rows(task, Table.JOBS, Rows.GET, Rows.QUERY, Rows.PUT, Rows.DELETE);
  }

  private void makeKeys(JavaFunction function) {
    signingKeys.grantRead(function);
    publicKeys.grantWrite(function);
    idKey.grantWrite(function);
    // No grant of the CDK makes secrets.
    function.allow(
        PolicyStatement.Builder.create()
            .actions(List.of("secretsmanager:CreateSecret"))
            .resources(List.of(signingKeysArn))
            .build());
  }

  private void rows(IGrantable function, Table table, Rows... uses) {
    data.tables()
        .get(table)
        .grant(function, Arrays.stream(uses).map(Rows::action).toArray(String[]::new));
  }

  private IBucket bucket(Bucket bucket) {
    return data.buckets().get(bucket);
  }
}
