package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Kept;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FunctionsStackTest {
  private static final Installation PROD = new Installation("prod", "111111111111", "eu-central-1");
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(password=|secretString|resolve:secretsmanager|resolve:ssm-secure|BEGIN [A-Z ]*PRIVATE).*");

  @Test
  void eachHandlerIsAFunctionOfItsNameAndClass() {
    Map<String, JsonNode> functions = functions(Synthesis.all());
    assertThat(functions).hasSize(Handler.values().length);
    for (Handler handler : Handler.values()) {
      JsonNode made = functions.get(PROD.name(handler));
      assertThat(made).as(handler.shortName()).isNotNull();
      assertThat(made.path("Handler").asText()).isEqualTo(handler.className());
      assertThat(made.path("Runtime").asText()).isEqualTo("java25");
      assertThat(made.path("Architectures")).hasToString("[\"x86_64\"]");
      assertThat(made.at("/LoggingConfig/LogFormat").asText()).isEqualTo("JSON");
      assertThat(made.at("/LoggingConfig/SystemLogLevel").asText())
          .as(handler + ": lines of Lambda's own")
          .isEqualTo(handler == Handler.api(handler.archive()) ? "WARN" : "");
      assertThat(made.at("/TracingConfig/Mode").asText()).isEqualTo("Active");
    }
    assertThat(functions(Synthesis.fewest()).values())
        .hasSize(Handler.values().length - 1)
        .allMatch(made -> made.path("Architectures").toString().equals("[\"arm64\"]"));
  }

  @Test
  void authAndRecommendStartFromSnapshotsOfAPublishedVersion() {
    Set<String> snapshots = new TreeSet<>();
    functions(Synthesis.all())
        .forEach(
            (name, made) -> {
              if (made.at("/SnapStart/ApplyOn").asText().equals("PublishedVersions")) {
                snapshots.add(name);
                assertThat(made.at("/EphemeralStorage/Size").asInt()).isLessThanOrEqualTo(512);
              }
            });
    assertThat(snapshots)
        .containsExactly(PROD.name(Handler.AUTH_API), PROD.name(Handler.RECOMMEND_API));
    assertThat(Synthesis.all().resources("AWS::Lambda::Alias"))
        .hasSize(2)
        .allMatch(alias -> alias.at("/Properties/Name").asText().equals("live"));
  }

  @Test
  void noEnvironmentVariableIsASecret() {
    for (Synthesis stage : Synthesis.each()) {
      for (JsonNode function : stage.resources("AWS::Lambda::Function")) {
        String environment = function.at("/Properties/Environment").toString();
        assertThat(SECRET.matcher(environment).matches()).as(environment).isFalse();
      }
    }
  }

  @Test
  void logsAreKeptForAWhileAndNotForGood() {
    for (Synthesis stage : Synthesis.each()) {
      assertThat(stage.resources("AWS::Logs::LogGroup"))
          .hasSizeGreaterThanOrEqualTo(9)
          .allMatch(log -> log.at("/Properties/RetentionInDays").asInt() > 0)
          .as("as receipts of deleted tenants say")
          .allMatch(
              log -> log.at("/Properties/RetentionInDays").asInt() <= Kept.LOGS.time().toDays());
    }
  }

  @Test
  void whoeverIsCalledWithoutWaitingKeepsWhatFailed() {
    List<JsonNode> kept = Synthesis.all().resources("AWS::Lambda::EventInvokeConfig");
    assertThat(kept.stream().map(each -> each.at("/Properties/FunctionName/Ref").asText()))
        .as("uploads by S3, jobs by train-api, migrations, sweeps and usage by a schedule")
        .hasSize(5)
        .anyMatch(name -> name.startsWith("authusage"))
        .anyMatch(name -> name.startsWith("authsweep"))
        .anyMatch(name -> name.startsWith("ingestuploads"))
        .anyMatch(name -> name.startsWith("trainjob"))
        .anyMatch(name -> name.startsWith("authmigrations"));
    assertThat(kept)
        .allMatch(
            each -> each.at("/Properties/DestinationConfig/OnFailure/Destination").isObject());
  }

  @Test
  void aStreamThatFailsIsHalvedRepeatedABoundedNumberOfTimesAndKeptWhole() {
    List<JsonNode> mappings = Synthesis.all().resources("AWS::Lambda::EventSourceMapping");
    assertThat(mappings).hasSize(2);
    for (JsonNode mapping : mappings) {
      JsonNode properties = mapping.path("Properties");
      assertThat(properties.path("FunctionResponseTypes"))
          .hasToString("[\"ReportBatchItemFailures\"]");
      assertThat(properties.path("BisectBatchOnFunctionError").asBoolean()).isTrue();
      assertThat(properties.path("MaximumRetryAttempts").asInt(-1)).isBetween(1, 10);
      assertThat(properties.path("MaximumRecordAgeInSeconds").asInt(-1))
          .as("what is too old is put away while the stream still has it")
          .isBetween(60, (int) Kept.STREAMED.time().toSeconds() - 1);
      assertThat(properties.at("/DestinationConfig/OnFailure/Destination").toString())
          .as("a bucket keeps the payload, a queue only says where it was")
          .contains("Bucketsdata");
    }
    assertThat(Synthesis.fewest().resources("AWS::Lambda::EventSourceMapping"))
        .as("histories only")
        .singleElement()
        .extracting(each -> each.at("/Properties/FilterCriteria").toString())
        .asString()
        .contains("INSERT", "archived", "exists");
  }

  @Test
  void theMigrationsRunBeforeEveryOtherFunction() {
    JsonNode resources = Synthesis.all().stack("functions").path("Resources");
    assertThat(Synthesis.all().resources("Custom::Trigger")).hasSize(1);
    String trigger =
        resources
            .propertyStream()
            .filter(each -> each.getValue().path("Type").asText().equals("Custom::Trigger"))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    assertThat(
            Synthesis.all().resources("AWS::Lambda::Function").stream()
                .filter(each -> each.at("/Properties/FunctionName").isTextual())
                .filter(each -> !each.toString().contains("auth-migrations")))
        .hasSize(Handler.values().length - 1)
        .allMatch(each -> each.path("DependsOn").toString().contains(trigger));
  }

  @Test
  void authHasAsManyInstancesAsTheDatabaseBears() {
    assertThat(
            functions(Synthesis.all()).entrySet().stream()
                .filter(each -> each.getValue().has("ReservedConcurrentExecutions"))
                .map(
                    each ->
                        each.getKey() + " " + each.getValue().path("ReservedConcurrentExecutions")))
        .containsExactly(PROD.name(Handler.AUTH_API) + " 20");
    assertThat(functions(Synthesis.thrownAway()).values())
        .noneMatch(made -> made.has("ReservedConcurrentExecutions"));
  }

  /// A test of `auth` has a request wait for a database that comes back late.
  @Test
  void theFirstRequestAfterAPauseWaitsForTheDatabaseAndIsAnsweredInTime() {
    JsonNode auth = functions(Synthesis.all()).get(PROD.name(Handler.AUTH_API));
    assertThat(auth).isNotNull();
    JsonNode variables = auth.at("/Environment/Variables");
    int waited = variables.path("DATASOURCES_DEFAULT_CONNECTION_TIMEOUT").asInt();
    assertThat(waited).as("Aurora is back in some 15 s").isEqualTo(22_000);
    assertThat(auth.path("Timeout").asInt()).as("API Gateway waits for 29 s").isEqualTo(29);
    assertThat(Duration.ofMillis(waited)).isLessThan(Duration.ofSeconds(29));
    for (Handler handler : Handler.values()) {
      JsonNode made = functions(Synthesis.all()).get(PROD.name(handler));
      assertThat(made).isNotNull();
      boolean inNetwork = made.path("VpcConfig").isObject();
      JsonNode own = made.at("/Environment/Variables");
      assertThat(own.path("AWS_USE_DUALSTACK_ENDPOINT").asBoolean())
          .as(handler + ": AWS's other APIs are reached by IPv6 alone from the network")
          .isEqualTo(inNetwork);
      assertThat(own.path("JAVA_TOOL_OPTIONS").asText().contains("preferIPv6Addresses=true"))
          .as(handler.shortName())
          .isEqualTo(inNetwork);
    }
  }

  @Test
  void trainingHasTheSecondCompilerAndVectors() {
    for (Handler handler : Handler.values()) {
      JsonNode made = functions(Synthesis.all()).get(PROD.name(handler));
      assertThat(made).isNotNull();
      boolean trains = handler == Handler.TRAIN_JOB || handler == Handler.TRAIN_DAILY;
      assertThat(made.at("/Environment/Variables/JAVA_TOOL_OPTIONS").asText())
          .as(handler.shortName())
          .matches(
              options ->
                  options.contains("TieredStopAtLevel=4 --add-modules=jdk.incubator.vector")
                      == trains);
    }
  }

  @Test
  void onlyTheMigrationsRemoveCredentialsAndBesideThemTheRemovalAloneMayScan() {
    for (Handler handler : Handler.values()) {
      String function = handler.shortName().replace("-", "");
      assertThat(
              allowed(function)
                  .filter(text -> text.contains("Tablesaccess"))
                  .filter(text -> text.contains("dynamodb:DeleteItem")))
          .as(function)
          .hasSize(handler == Handler.AUTH_MIGRATIONS ? 1 : 0)
          .allMatch(
              text ->
                  text.contains("\"Action\":\"dynamodb:DeleteItem\"")
                      && text.contains("\"dynamodb:LeadingKeys\":[\"key#*\",\"tenant#*\"]"));
      assertThat(allowed(function).filter(text -> text.contains("dynamodb:Scan")))
          .as(function)
          .hasSize(
              Set.of(Handler.AUTH_MIGRATIONS, Handler.INGEST_REMOVAL).contains(handler) ? 1 : 0)
          .allMatch(text -> text.contains("Tablesaccess") == (handler == Handler.AUTH_MIGRATIONS));
    }
  }

  @Test
  void whoDeletesTenantsInvokesTheRemovalAndNothingElseDoes() {
    for (Handler handler : Handler.values()) {
      assertThat(
              allowed(handler.shortName().replace("-", ""))
                  .filter(text -> text.contains("lambda:InvokeFunction"))
                  .anyMatch(text -> text.contains("ingestremoval")))
          .as(handler.shortName())
          .isEqualTo(Set.of(Handler.AUTH_API, Handler.AUTH_SWEEP).contains(handler));
    }
    assertThat(Synthesis.all().resources("AWS::Lambda::Permission"))
        .noneMatch(each -> each.toString().contains("ingestremoval"));
  }

  @Test
  void notesForTheAuditLogAreTakenByAuthAlone() {
    for (Handler handler : Handler.values()) {
      assertThat(
              allowed(handler.shortName().replace("-", ""))
                  .filter(text -> text.contains("\"dynamodb:LeadingKeys\":[\"*#5:audit\"]"))
                  .filter(text -> text.contains("Tablesuploads"))
                  .anyMatch(text -> text.contains("\"dynamodb:DeleteItem\"")))
          .as(handler.shortName())
          .isEqualTo(
              Set.of(Handler.AUTH_API, Handler.AUTH_SWEEP, Handler.AUTH_USAGE).contains(handler));
    }
  }

  @Test
  void noFunctionMayReadAnothersStore() {
    for (Synthesis stage : Synthesis.each()) {
      assertThat(actions(stage)).doesNotContain("dynamodb:*", "s3:*", "*");
    }
    assertThat(allowed("recommendapi")).noneMatch(text -> text.contains("signing-keys"));
    assertThat(allowed("recommendapi")).noneMatch(text -> text.contains("rds-db"));
    assertThat(allowed("ingestarchiver")).noneMatch(text -> text.contains("\"s3:GetObject"));
    assertThat(allowed("trainapi")).noneMatch(text -> text.contains("\"s3:"));
    assertThat(allowed("authapi")).noneMatch(text -> text.contains("\"s3:"));
    assertThat(allowed("authapi").filter(text -> text.contains("rds-db:connect")))
        .singleElement()
        .asString()
        .contains("/waymark_login");
    assertThat(allowed("authmigrations").filter(text -> text.contains("rds-db"))).isEmpty();
  }

  @Test
  void whoeverChecksCredentialsCountsRequestsAndChangesNoCredential() {
    for (String function : List.of("authapi", "recommendapi", "ingestapi", "trainapi")) {
      assertThat(allowed(function).filter(text -> text.contains("Tablesaccess")))
          .as(function)
          .filteredOn(text -> text.contains("dynamodb:UpdateItem"))
          .filteredOn(text -> !text.contains("login#*"))
          .singleElement()
          .asString()
          .contains("\"Action\":\"dynamodb:UpdateItem\"")
          .contains("{\"ForAllValues:StringLike\":{\"dynamodb:LeadingKeys\":[\"limit#*\"]}}");
    }
    assertThat(allowed("authapi"))
        .filteredOn(text -> text.contains("login#*"))
        .singleElement()
        .asString()
        .contains("\"Action\":\"dynamodb:UpdateItem\"")
        .contains("{\"ForAllValues:StringLike\":{\"dynamodb:LeadingKeys\":[\"login#*\"]}}");
    for (String function : List.of("recommendapi", "ingestapi", "trainapi")) {
      assertThat(allowed(function).filter(text -> text.contains("Tablesaccess")))
          .as(function)
          .noneMatch(text -> text.contains("dynamodb:PutItem"))
          .noneMatch(text -> text.contains("login#"));
    }
  }

  @Test
  void theAuditLogsKeeperTakesNotesFromTheTableOfUploadsAndNothingElse() {
    for (String function : List.of("authapi", "authusage")) {
      assertThat(allowed(function).filter(text -> text.contains("Tablesuploads")))
          .as(function)
          .isNotEmpty()
          .allSatisfy(
              text ->
                  assertThat(text)
                      .contains("{\"dynamodb:LeadingKeys\":[\"*#5:audit\"]}")
                      .containsAnyOf("dynamodb:Query", "dynamodb:DeleteItem")
                      .doesNotContain("PutItem", "UpdateItem", "Scan", "GetItem"));
      assertThat(allowed(function).filter(text -> text.contains("Tablesuploads")))
          .anyMatch(text -> text.contains("dynamodb:Query"))
          .anyMatch(text -> text.contains("dynamodb:DeleteItem"));
    }
  }

  @Test
  void theArchiverCountsForListsAndChangesNoModel() {
    assertThat(allowed("ingestarchiver").filter(text -> text.contains("Tablesmodels")))
        .singleElement()
        .asString()
        .contains("\"Action\":\"dynamodb:UpdateItem\"")
        .contains("{\"dynamodb:LeadingKeys\":[\"*#7:metrics#8:outcomes\"]}");
    assertThat(allowed("ingestarchiver").filter(text -> text.contains("Tablesmarkers")))
        .singleElement()
        .asString()
        .contains("\"Action\":\"dynamodb:UpdateItem\"");
    for (Handler handler : Handler.values()) {
      assertThat(
              allowed(handler.shortName().replace("-", ""))
                  .filter(text -> text.contains("recommendation-id-key"))
                  .anyMatch(text -> text.contains("\"ssm:GetParameter\"")))
          .as("%s reads the key of names", handler.shortName())
          .isEqualTo(
              Set.of(Handler.RECOMMEND_API, Handler.RECOMMEND_LISTS, Handler.INGEST_ARCHIVER)
                  .contains(handler));
    }
  }

  @Test
  void whoeverStoresEventsMayTakeThemOverFromAnUploadThatWasGivenUp() {
    for (String function : List.of("ingestapi", "ingestuploads", "ingeststream")) {
      assertThat(allowed(function))
          .as(function)
          .anyMatch(text -> text.contains("dynamodb:UpdateItem") && text.contains("uploads"))
          .anyMatch(text -> text.contains("\"s3:DeleteObject") && text.contains("trainingdata"))
          .anyMatch(text -> text.contains("\"s3:ListBucket\"") && text.contains("trainingdata"));
    }
    assertThat(allowed("ingestuploads"))
        .anyMatch(text -> text.contains("dynamodb:Query") && text.contains("uploads"));
  }

  @Test
  void whoeverStoresEventsRemovesWhatItFindsOfErasedUsersAndOnlyTheApiErasesThem() {
    for (String function : List.of("ingestapi", "ingestuploads", "ingeststream")) {
      assertThat(allowed(function))
          .as(function)
          .anyMatch(text -> text.contains("dynamodb:DeleteItem") && text.contains("Tablesusers"))
          .anyMatch(
              text -> text.contains("dynamodb:BatchGetItem") && text.contains("Tableserasures"))
          .anyMatch(
              text -> text.contains("dynamodb:BatchWriteItem") && text.contains("Tablesmarkers"));
    }
    for (String function : List.of("ingestuploads", "ingestarchiver")) {
      assertThat(allowed(function))
          .as(function)
          .anyMatch(
              text ->
                  text.contains("dynamodb:ConditionCheckItem") && text.contains("Tableserasures"));
    }
    for (Handler handler : Handler.values()) {
      String function = handler.shortName().replace("-", "");
      assertThat(
              allowed(function)
                  .filter(text -> text.contains("Tableserasures"))
                  .anyMatch(
                      text ->
                          text.contains("dynamodb:UpdateItem")
                              || text.contains("dynamodb:PutItem")))
          .as(function)
          .isEqualTo(Set.of(Handler.INGEST_API, Handler.INGEST_REMOVAL).contains(handler));
    }
  }

  @Test
  void usageLinesOfEveryHttpFunctionAreGatheredInFilesAndCountedOnceAnHour() {
    for (Synthesis stage : Synthesis.each()) {
      List<JsonNode> filters = stage.resources("AWS::Logs::SubscriptionFilter");
      assertThat(filters.stream().map(each -> each.at("/Properties/LogGroupName/Ref").asText()))
          .satisfiesExactlyInAnyOrder(
              log -> assertThat(log).startsWith("authapiLog"),
              log -> assertThat(log).startsWith("recommendapiLog"),
              log -> assertThat(log).startsWith("ingestapiLog"),
              log -> assertThat(log).startsWith("trainapiLog"));
      assertThat(filters)
          .allSatisfy(
              each -> {
                assertThat(each.at("/Properties/FilterPattern").asText())
                    .isEqualTo("{ $." + Installation.USAGE_FIELD + " = 1 }");
                assertThat(each.at("/Properties/DestinationArn").toString())
                    .contains("UsageStream");
              });
      assertThat(stage.resources("AWS::KinesisFirehose::DeliveryStream"))
          .singleElement()
          .satisfies(
              made -> {
                JsonNode files = made.at("/Properties/ExtendedS3DestinationConfiguration");
                assertThat(files.path("Prefix").asText()).isEqualTo(Bucket.USAGE);
                assertThat(files.at("/BufferingHints/IntervalInSeconds").asInt()).isEqualTo(900);
                assertThat(files.path("BucketARN").toString()).contains("Bucketslogs");
              });
      assertThat(stage.resources("AWS::Events::Rule"))
          .filteredOn(each -> each.toString().contains("authusage"))
          .singleElement()
          .extracting(each -> each.at("/Properties/ScheduleExpression").asText())
          .isEqualTo("rate(1 hour)");
      assertThat(stage.resources("AWS::Lambda::Permission"))
          .as("neither a line nor a file calls it, which would wake the database")
          .filteredOn(each -> each.toString().contains("authusage"))
          .allMatch(
              each -> each.at("/Properties/Principal").asText().equals("events.amazonaws.com"));
    }
    assertThat(allowed("authusage").filter(text -> text.contains("rds-db:connect")))
        .singleElement()
        .asString()
        .contains("/waymark_login");
    assertThat(allowed("authusage").filter(text -> text.contains("\"s3:DeleteObject")))
        .isNotEmpty()
        .allMatch(text -> text.contains("/usage/*"));
  }

  @Test
  void theServerOfMlflowIsKnownToThoseThatTrain() {
    Set<String> told =
        functions(Synthesis.all()).entrySet().stream()
            .filter(
                made ->
                    made.getValue()
                        .at("/Environment/Variables/MLFLOW_TRACKING_URI")
                        .asText()
                        .equals("https://mlflow.example.com"))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    assertThat(told)
        .hasSize(2)
        .anyMatch(name -> name.contains("train-job"))
        .anyMatch(name -> name.contains("train-daily"));
    assertThat(functions(Synthesis.fewest()).values())
        .noneMatch(made -> made.toString().contains("MLFLOW"));
  }

  @Test
  void theDsnOfSentryIsAParameterThatEachFunctionMayReadByItsName() {
    functions(Synthesis.all())
        .forEach(
            (name, made) ->
                assertThat(made.at("/Environment/Variables/WAYMARK_SENTRY_DSN_PARAMETER").asText())
                    .as(name)
                    .isEqualTo("/waymark/prod/sentry-dsn"));
    for (Handler handler : Handler.values()) {
      assertThat(allowed(handler.shortName().replace("-", "")))
          .as(handler.shortName())
          .anyMatch(
              text ->
                  text.contains("ssm:GetParameter")
                      && text.contains(":parameter/waymark/prod/sentry-dsn"));
    }
    assertThat(functions(Synthesis.fewest()).values())
        .noneMatch(made -> made.toString().contains("SENTRY"));
  }

  @Test
  void logInsAloneReadTheKeyOfSecondFactorsAndMigrationsAloneMakeIt() {
    String key = ":parameter/waymark/prod/second-factor-key";
    for (Handler handler : Handler.values()) {
      List<String> of =
          allowed(handler.shortName().replace("-", "")).filter(it -> it.contains(key)).toList();
      if (handler == Handler.AUTH_API) {
        assertThat(of)
            .anyMatch(it -> it.contains("ssm:GetParameter"))
            .noneMatch(it -> it.contains("ssm:PutParameter"));
      } else if (handler == Handler.AUTH_MIGRATIONS) {
        assertThat(of)
            .anyMatch(it -> it.contains("ssm:PutParameter"))
            .noneMatch(it -> it.contains("ssm:GetParameter"));
      } else {
        assertThat(of).as(handler.shortName()).isEmpty();
      }
    }
  }

  /// Statements of the policy of one function. To the function itself and to its role for tenants.
  private static Stream<String> allowed(String function) {
    return Synthesis.all()
        .stack("functions")
        .path("Resources")
        .propertyStream()
        .filter(each -> each.getKey().matches(function + "(Tenant)?RoleDefaultPolicy\\w*"))
        .flatMap(each -> each.getValue().at("/Properties/PolicyDocument/Statement").valueStream())
        .map(JsonNode::toString);
  }

  private static Set<String> actions(Synthesis stage) {
    return stage.resources("AWS::IAM::Policy").stream()
        .flatMap(policy -> policy.at("/Properties/PolicyDocument/Statement").valueStream())
        .map(statement -> statement.path("Action"))
        .flatMap(action -> action.isArray() ? action.valueStream() : Stream.of(action))
        .map(JsonNode::asText)
        .collect(Collectors.toSet());
  }

  /// Ours, by name; not the CDK's own.
  private static Map<String, JsonNode> functions(Synthesis stage) {
    return stage.resources("AWS::Lambda::Function").stream()
        .map(each -> each.path("Properties"))
        .filter(each -> each.path("FunctionName").isTextual())
        .collect(Collectors.toMap(each -> each.path("FunctionName").asText(), each -> each));
  }
}
