package io.waymark.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules of CONTRIBUTING.md that a tool can hold. Each is proved against a class that breaks
/// it.
final class Rules {
  /// Look-ups that come before the tenant is known; each returns facts of one principal only, or
  /// ids of tenants only; the counts of log-ins, whose keys are hashes of what was typed; and what
  /// looks after a restore for rows of tenants that are none any more.
  private static final Set<String> BEFORE_THE_TENANT =
      Set.of(
          "AccessStore.apiKey",
          "MemberStore.findByEmail",
          "RefreshTokenStore.findById",
          "InvitationStore.findByHash",
          "OutboxStore.tenantsWaiting",
          "FailedLogInStore.tenantsWaiting",
          "ProjectedStore.part",
          "ProjectedStore.remove",
          "AttemptStore.history",
          "AttemptStore.replace",
          "AttemptStore.take",
          "AttemptStore.giveBack",
          // Batches that a stream gave up hold records of many tenants; an operator puts them back.
          "GivenUpBatches.of",
          "GivenUpBatches.command",
          "GivenUpBatches.names",
          "GivenUpBatches.find",
          "GivenUpBatches.forEach",
          "GivenUpBatches.isOfAStream",
          "GivenUpBatches.remove",
          // What makes those paths, and what asks whether a store answers.
          "LookupTransactions.beforeTheTenant",
          "HealthCheck.name",
          "HealthCheck.ask");

  /// `EdgeController`, `…Handler`, adapters and their kin may know frameworks; the rest is domain.
  private static final Pattern EDGE_OR_ADAPTER =
      Pattern.compile(
          "(.*(Controller|Handler|Request|Response|Config|Factory|Beans|Filter|Repository|Row|Rows|Health|Check))"
              + "|((Dynamo|Jdbc|S3|Http|Lambda|Kinesis|Ssm|SecretsManager|Parameter|File).*)");

  private static final DescribedPredicate<JavaClass> DOMAIN =
      new DescribedPredicate<>("domain classes of the functions") {
        @Override
        public boolean test(JavaClass candidate) {
          JavaClass outer = candidate;
          while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
          }
          // Micronaut's generated classes, like `$Tokens$Definition`, are all framework.
          return !candidate.getName().contains(".$")
              && !EDGE_OR_ADAPTER.matcher(outer.getSimpleName()).matches();
        }
      };

  /// Interfaces of ours with an implementation that reaches DynamoDB, S3 or a database, whatever
  /// they are called. The embedded service and the tools stand in for AWS, which knows no tenant.
  private static final DescribedPredicate<JavaClass> ARE_PORTS_TO_STORES =
      new DescribedPredicate<>("are ports to a store") {
        @Override
        public boolean test(JavaClass candidate) {
          return candidate.isInterface()
              && candidate.getPackageName().startsWith("io.waymark.")
              && !candidate.getPackageName().equals(AROUND_SNAPSHOTS)
              && candidate.getAllSubclasses().stream().anyMatch(Rules::reachesAStore);
        }
      };

  /// What is called around a snapshot is called for no tenant.
  private static final String AROUND_SNAPSHOTS = "io.waymark.edge.priming";

  private static final Set<String> CLIENTS =
      Set.of(
          "software.amazon.awssdk.services.dynamodb.DynamoDbClient",
          "software.amazon.awssdk.services.s3.S3Client",
          "java.sql.Connection",
          "javax.sql.DataSource");

  private static boolean reachesAStore(JavaClass implementation) {
    return !implementation.getPackageName().startsWith("io.waymark.embedded")
        && implementation.getDirectDependenciesFromSelf().stream()
            .anyMatch(dependency -> CLIENTS.contains(dependency.getTargetClass().getFullName()));
  }

  /// Who holds a client that reaches the rows or objects of every tenant. Other stores hold a
  /// [io.waymark.tenancy.TenantScoped] of it.
  static final Set<String> HOLD_A_CLIENT_FOR_ALL_TENANTS =
      Set.of(
          // What the others are given is made of these.
          "TenantDynamoDb",
          "TenantS3",
          // Before the tenant is known, or nobody's in particular.
          "DynamoAccessStore",
          "DynamoLeaseStore",
          "DynamoCollectLeases",
          "DynamoAttemptStore",
          "DynamoProjectionStore",
          "DynamoProjectedStore",
          // This function takes on no tenant's role; its rights end at the keys of notes.
          "DynamoAuditNoteStore",
          "Heartbeats",
          "S3UsageFiles",
          "S3Tenants",
          // Looks for keys of a deleted tenant in whole tables; rows go as that tenant.
          "DynamoTableRows",
          "DynamoCollectLease",
          "DynamoDeletedTenants",
          // The folders of all buckets have no room in a session's policy.
          "S3FolderObjects",
          "DynamoDbCheck",
          "S3Check");

  private static final Set<String> CLIENTS_OF_ALL_TENANTS =
      Set.of(
          "software.amazon.awssdk.services.dynamodb.DynamoDbClient",
          "software.amazon.awssdk.services.s3.S3Client");

  private Rules() {}

  static boolean holdsAClientForAllTenants(JavaClass type) {
    return type.getFields().stream()
        .anyMatch(field -> CLIENTS_OF_ALL_TENANTS.contains(field.getRawType().getFullName()));
  }

  static ArchRule storesReachOneTenantAtATime(List<String> packages) {
    return classes()
        .that()
        .resideInAnyPackage(packages.toArray(String[]::new))
        .should(
            new ArchCondition<JavaClass>("hold no client that reaches every tenant") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                if (holdsAClientForAllTenants(type)
                    && !HOLD_A_CLIENT_FOR_ALL_TENANTS.contains(type.getSimpleName())) {
                  events.add(
                      SimpleConditionEvent.violated(
                          type,
                          type.getName()
                              + " holds a client that reaches every tenant's rows or objects;"
                              + " take a TenantScoped of it, and ask it with of(tenant)"));
                }
              }
            });
  }

  static ArchRule functionDependsOnNoOther(String function, List<String> functions) {
    String[] others =
        functions.stream()
            .filter(other -> !other.equals(function))
            .map(other -> "io.waymark." + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("io.waymark." + function + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  static ArchRule librariesDependOnNoFunction(List<String> functions) {
    return noClasses()
        .that()
        .resideInAnyPackage(
            "io.waymark.tenancy..",
            "io.waymark.files..",
            "io.waymark.interactions..",
            "io.waymark.model..",
            "io.waymark.edge..",
            "io.waymark.eventsource..",
            "io.waymark.training..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            functions.stream().map(name -> "io.waymark." + name + "..").toArray(String[]::new));
  }

  static ArchRule domainKnowsNoFramework(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .and(DOMAIN)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "software.amazon.awssdk..",
            "io.micronaut.http..",
            "com.amazonaws.services.lambda..",
            "java.sql..");
  }

  static ArchRule storesTakeTheTenantFirst() {
    return methods()
        .that()
        .areDeclaredInClassesThat(ARE_PORTS_TO_STORES)
        .and()
        .areNotStatic()
        .should(
            new ArchCondition<JavaMethod>("take a TenantId first") {
              @Override
              public void check(JavaMethod method, ConditionEvents events) {
                String name = method.getOwner().getSimpleName() + "." + method.getName();
                boolean first =
                    !method.getRawParameterTypes().isEmpty()
                        && method
                            .getRawParameterTypes()
                            .getFirst()
                            .getName()
                            .equals("io.waymark.tenancy.TenantId");
                boolean generated = method.getModifiers().contains(JavaModifier.SYNTHETIC);
                if (!first && !generated && !BEFORE_THE_TENANT.contains(name)) {
                  events.add(
                      SimpleConditionEvent.violated(method, name + " does not take the tenant"));
                }
              }
            });
  }

  static ArchRule namesSayWhatThingsAre() {
    return classes()
        .should(
            new ArchCondition<JavaClass>("not be named by what anything could be") {
              private final Pattern empty =
                  Pattern.compile(
                      "(.*(Service|Manager|Helper|Helpers|Util|Utils|Impl|DTO|Dto|Processor))"
                          + "|((Abstract|Base|Common)([A-Z].*)?)");

              @Override
              public void check(JavaClass type, ConditionEvents events) {
                if (empty.matcher(type.getSimpleName()).matches()) {
                  events.add(SimpleConditionEvent.violated(type, type.getName()));
                }
              }
            });
  }
}
