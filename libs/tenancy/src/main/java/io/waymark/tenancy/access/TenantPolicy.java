package io.waymark.tenancy.access;

import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Session policies of one function: each names the keys and folders of one tenant. Which of the
/// actions on them the function may take is the role's to say, for IAM allows what both allow.
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
    statements.add(objects(tenant));
    buckets().forEach(bucket -> statements.add(listing(bucket, tenant)));
    statements.add(key());
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
  }

  /// A request without a key would meet every condition on all of its keys.
  private String rows(TenantId tenant) {
    return """
    {"Effect":"Allow","Action":"dynamodb:*","Resource":"%s","Condition":{\
    "Null":{"dynamodb:LeadingKeys":"false"},\
    "ForAllValues:StringLike":{"dynamodb:LeadingKeys":%s}}}"""
        .formatted(
            regional("dynamodb", "table/waymark-" + installation.stage() + "-*"),
            array(List.of(Keys.tenant(tenant), Keys.tenant(tenant) + "#*")));
  }

  private String objects(TenantId tenant) {
    return """
    {"Effect":"Allow","Action":"s3:*Object","Resource":%s}"""
        .formatted(
            array(
                folders()
                    .map(folder -> arn(folder.bucket()) + "/" + folder.prefix(tenant) + "*")
                    .toList()));
  }

  private String listing(Bucket bucket, TenantId tenant) {
    return """
    {"Effect":"Allow","Action":"s3:ListBucket","Resource":"%s","Condition":{\
    "StringLike":{"s3:prefix":%s}}}"""
        .formatted(
            arn(bucket),
            array(
                folders()
                    .filter(folder -> folder.bucket() == bucket)
                    .map(folder -> folder.prefix(tenant) + "*")
                    .toList()));
  }

  /// Of the keys of the account the role names one: what is stored is encrypted with it.
  private String key() {
    return """
    {"Effect":"Allow","Action":["kms:Decrypt","kms:DescribeKey","kms:Encrypt",\
    "kms:GenerateDataKey*","kms:ReEncrypt*"],"Resource":"%s"}"""
        .formatted(regional("kms", "key/*"));
  }

  private Stream<TenantFolder> folders() {
    return access.objects().keySet().stream();
  }

  private List<Bucket> buckets() {
    return folders().map(TenantFolder::bucket).distinct().toList();
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
