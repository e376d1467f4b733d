package io.waymark.train.job;

import io.waymark.model.ModelName;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/// Jobs in the table `jobs`, below the tenant: rows by job id, which begin with a digit, and a row
/// `lock#name` naming the job that trains this model.
public final class DynamoJobStore implements JobStore {
  private static final String STORE = "table jobs";
  private static final String LOCK = "lock#";
  private static final String DATA_FILES = "data_files";
  private static final String DATA_NEWEST = "data_newest";

  /// What ids of jobs are made of; no lock has one, and the table takes each as a key.
  private static final Pattern ID = Pattern.compile("[0-9][0-9A-Za-z-]{0,63}");

  private static final Duration KEPT = Duration.ofDays(90);

  private final TenantScoped<DynamoDbClient> dynamo;
  private final String table;

  public DynamoJobStore(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.table = installation.name(Table.JOBS);
  }

  @Override
  public Optional<String> queue(TenantId tenant, Job job, Instant now) {
    Optional<Map<String, AttributeValue>> lock = row(tenant, LOCK + job.name());
    Optional<String> holder = lock.map(row -> text(row, "job_id"));
    if (holder.isPresent()
        && find(tenant, holder.orElseThrow()).filter(other -> other.alive(now)).isPresent()) {
      return holder;
    }
    // Taken from exactly the holder that was seen: of two at the same moment one loses.
    Map<String, AttributeValue> taken = new HashMap<>(key(tenant, LOCK + job.name()));
    taken.put("job_id", AttributeValue.fromS(job.id()));
    PutItemRequest.Builder take = PutItemRequest.builder().tableName(table).item(taken);
    if (holder.isEmpty()) {
      take.conditionExpression("attribute_not_exists(pk)");
    } else {
      take.conditionExpression("job_id = :seen")
          .expressionAttributeValues(Map.of(":seen", AttributeValue.fromS(holder.orElseThrow())));
    }
    // The job first, so that who sees the lock finds its job.
    put(tenant, PutItemRequest.builder().tableName(table).item(rowOf(tenant, job)).build());
    if (put(tenant, take.build())) {
      return Optional.empty();
    }
    StoreCalls.ask(
        STORE,
        () ->
            dynamo
                .of(tenant)
                .deleteItem(request -> request.tableName(table).key(key(tenant, job.id()))));
    return Optional.of(row(tenant, LOCK + job.name()).map(row -> text(row, "job_id")).orElse("?"));
  }

  @Override
  public Optional<Job> find(TenantId tenant, String jobId) {
    if (!ID.matcher(jobId).matches()) {
      return Optional.empty();
    }
    return row(tenant, jobId).map(DynamoJobStore::jobOf);
  }

  @Override
  public List<Job> newest(TenantId tenant, int count) {
    return StoreCalls.ask(
        STORE,
        () ->
            dynamo
                .of(tenant)
                .query(
                    request ->
                        request
                            .tableName(table)
                            .keyConditionExpression("pk = :pk and sk between :from and :to")
                            .expressionAttributeValues(
                                Map.of(
                                    ":pk", AttributeValue.fromS(Keys.tenant(tenant)),
                                    ":from", AttributeValue.fromS("0"),
                                    ":to", AttributeValue.fromS(":")))
                            .consistentRead(true)
                            .scanIndexForward(false)
                            .limit(count))
                .items()
                .stream()
                .map(DynamoJobStore::jobOf)
                .toList());
  }

  @Override
  public boolean begin(TenantId tenant, Job job) {
    return put(
        tenant,
        PutItemRequest.builder()
            .tableName(table)
            .item(rowOf(tenant, job))
            .conditionExpression("#state = :queued")
            .expressionAttributeNames(Map.of("#state", "state"))
            .expressionAttributeValues(
                Map.of(":queued", AttributeValue.fromS(JobState.QUEUED.text())))
            .build());
  }

  @Override
  public void update(TenantId tenant, Job job) {
    put(tenant, PutItemRequest.builder().tableName(table).item(rowOf(tenant, job)).build());
    if (!job.state().alive()) {
      StoreCalls.ask(
          STORE,
          () -> {
            try {
              dynamo
                  .of(tenant)
                  .deleteItem(
                      request ->
                          request
                              .tableName(table)
                              .key(key(tenant, LOCK + job.name()))
                              .conditionExpression("job_id = :mine")
                              .expressionAttributeValues(
                                  Map.of(":mine", AttributeValue.fromS(job.id()))));
              return true;
            } catch (ConditionalCheckFailedException anotherHoldsIt) {
              return false;
            }
          });
    }
  }

  /// Whether the request's condition held.
  private boolean put(TenantId tenant, PutItemRequest request) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            dynamo.of(tenant).putItem(request);
            return true;
          } catch (ConditionalCheckFailedException refused) {
            return false;
          }
        });
  }

  private Optional<Map<String, AttributeValue>> row(TenantId tenant, String sort) {
    Map<String, AttributeValue> row =
        StoreCalls.ask(
            STORE,
            () ->
                dynamo
                    .of(tenant)
                    .getItem(
                        request ->
                            request.tableName(table).key(key(tenant, sort)).consistentRead(true))
                    .item());
    return row.isEmpty() ? Optional.empty() : Optional.of(row);
  }

  private static Map<String, AttributeValue> key(TenantId tenant, String sort) {
    return Map.of(
        Table.PARTITION_KEY, AttributeValue.fromS(Keys.tenant(tenant)),
        Table.SORT_KEY, AttributeValue.fromS(sort));
  }

  private static Map<String, AttributeValue> rowOf(TenantId tenant, Job job) {
    Map<String, AttributeValue> row = new HashMap<>(key(tenant, job.id()));
    row.put("name", AttributeValue.fromS(job.name().value()));
    row.put("algorithm", AttributeValue.fromS(job.algorithm()));
    row.put("state", AttributeValue.fromS(job.state().text()));
    row.put("stage", AttributeValue.fromS(job.status().stage()));
    row.put("progress", number(job.status().progress()));
    row.put("metrics", numbers(job.status().metrics()));
    row.put("baseline", numbers(job.status().baseline()));
    job.status()
        .modelVersion()
        .ifPresent(version -> row.put("model_version", AttributeValue.fromS(version)));
    job.status().error().ifPresent(error -> row.put("error", AttributeValue.fromS(error)));
    job.status()
        .data()
        .ifPresent(
            data -> {
              row.put(DATA_FILES, AttributeValue.fromN(Long.toString(data.files())));
              row.put(DATA_NEWEST, AttributeValue.fromS(data.newest().toString()));
            });
    row.put("created_at", AttributeValue.fromS(job.createdAt().toString()));
    row.put("updated_at", AttributeValue.fromS(job.updatedAt().toString()));
    row.put(
        Table.EXPIRES_AT,
        AttributeValue.fromN(Long.toString(job.createdAt().plus(KEPT).getEpochSecond())));
    return row;
  }

  private static Job jobOf(Map<String, AttributeValue> row) {
    return new Job(
        text(row, Table.SORT_KEY),
        new ModelName(text(row, "name")),
        text(row, "algorithm"),
        JobState.of(text(row, "state")),
        new Job.Status(
            text(row, "stage"),
            Double.parseDouble(Objects.requireNonNull(row.get("progress")).n()),
            numbers(row, "metrics"),
            numbers(row, "baseline"),
            Optional.ofNullable(row.get("model_version")).map(AttributeValue::s),
            Optional.ofNullable(row.get("error")).map(AttributeValue::s),
            Optional.ofNullable(row.get(DATA_FILES))
                .map(
                    files ->
                        new AcceptedData(
                            Long.parseLong(files.n()), Instant.parse(text(row, DATA_NEWEST))))),
        Instant.parse(text(row, "created_at")),
        Instant.parse(text(row, "updated_at")));
  }

  private static AttributeValue numbers(SortedMap<String, Double> values) {
    Map<String, AttributeValue> map = new HashMap<>();
    values.forEach((name, value) -> map.put(name, number(value)));
    return AttributeValue.fromM(map);
  }

  private static SortedMap<String, Double> numbers(Map<String, AttributeValue> row, String name) {
    SortedMap<String, Double> values = new TreeMap<>();
    Objects.requireNonNull(row.get(name))
        .m()
        .forEach((metric, value) -> values.put(metric, Double.valueOf(value.n())));
    return values;
  }

  private static AttributeValue number(double value) {
    return AttributeValue.fromN(Double.toString(value));
  }

  private static String text(Map<String, AttributeValue> row, String attribute) {
    return Objects.requireNonNull(row.get(attribute), attribute).s();
  }
}
