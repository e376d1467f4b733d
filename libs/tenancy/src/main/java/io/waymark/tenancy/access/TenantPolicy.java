package io.waymark.tenancy.access;

import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Session policies of one function: each names the keys and folders of one tenant. Which of the
/// actions on them the function may take, and in which of the tenant's folders, is the role's to
/// say, for IAM allows what both allow.
public final class TenantPolicy {
  /// Of a session's policy, as STS takes it.
  public static final int MOST_CHARACTERS = 2048;

  private final String partition;
  private final Installation installation;
  private final TenantAccess access;

  /// @param partition of AWS, like `aws`
  public TenantPolicy(String partition, Installation installation, TenantAccess access) {
    this.partition = partition;
    this.installation = installation;
    this.access = access;
  }

  /// The policy, the same for the same tenant.
  public String of(TenantId tenant) {
    List<String> statements = new ArrayList<>();
    statements.add(rows(tenant));
    if (!access.objects().isEmpty()) {
      statements.add(objects(tenant));
    }
    listed(tenant).forEach((prefixes, buckets) -> statements.add(listing(prefixes, buckets)));
    statements.add(key());
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
  }

  /// A key says first how long the tenant's id is: what begins like the tenant's is its own,
  /// whatever follows. A request without a key would meet every condition on all of its keys.
  private String rows(TenantId tenant) {
    return """
    {"Effect":"Allow","Action":"dynamodb:*","Resource":"%s","Condition":{\
    "Null":{"dynamodb:LeadingKeys":"false"},\
    "ForAllValues:StringLike":{"dynamodb:LeadingKeys":%s}}}"""
        .formatted(
            regional("dynamodb", "table/waymark-" + installation.stage() + "-*"),
            array(List.of(Keys.tenant(tenant) + "*")));
  }

  private String objects(TenantId tenant) {
    return """
    {"Effect":"Allow","Action":"s3:*Object","Resource":%s}"""
        .formatted(
            array(
                folders()
                    .map(folder -> arn(folder.bucket()) + "/" + folder.whole(tenant) + "*")
                    .distinct()
                    .toList()));
  }

  private String listing(List<String> prefixes, List<Bucket> buckets) {
    return """
    {"Effect":"Allow","Action":"s3:ListBucket","Resource":%s,"Condition":{\
    "StringLike":{"s3:prefix":%s}}}"""
        .formatted(array(buckets.stream().map(this::arn).toList()), array(prefixes));
  }

  /// Of the keys of the account, and of what may be done with them, the role names one key and how
  /// to encrypt and decrypt with it.
  private String key() {
    return """
    {"Effect":"Allow","Action":"kms:*","Resource":"%s"}"""
        .formatted(regional("kms", "key/*"));
  }

  private Stream<TenantFolder> folders() {
    return access.objects().keySet().stream();
  }

  /// Buckets by the prefixes that may be listed in them. Those with the same share a statement, for
  /// the sake of its length.
  private Map<List<String>, List<Bucket>> listed(TenantId tenant) {
    Map<List<String>, List<Bucket>> listed = new LinkedHashMap<>();
    folders()
        .collect(
            Collectors.groupingBy(
                TenantFolder::bucket,
                LinkedHashMap::new,
                Collectors.mapping(
                    folder -> folder.whole(tenant) + "*",
                    Collectors.toCollection(LinkedHashSet::new))))
        .forEach(
            (bucket, prefixes) ->
                listed.computeIfAbsent(List.copyOf(prefixes), _ -> new ArrayList<>()).add(bucket));
    return listed;
  }

  private String arn(Bucket bucket) {
    return "arn:" + partition + ":s3:::" + installation.name(bucket);
  }

  private String regional(String service, String resource) {
    return "arn:%s:%s:%s:%s:%s"
        .formatted(partition, service, installation.region(), installation.account(), resource);
  }

  /// None of the texts holds what JSON would have escaped.
  private static String array(Collection<String> texts) {
    return texts.stream()
        .map(text -> "\"" + text + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }
}
