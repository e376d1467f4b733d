package io.waymark.tenancy.access;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Bucket;

/// Where a bucket keeps a tenant's objects.
public enum TenantFolder {
  MODELS(Bucket.MODELS, "", ""),
  /// Files of models that a tenant is still handing in.
  HANDED_IN_MODELS(Bucket.MODELS, "_uploads/", ""),
  ITEM_DATA(Bucket.ITEM_DATA, "", ""),
  /// Batch lists.
  LISTS(Bucket.USER_DATA, "", "lists/");

  private final Bucket bucket;
  private final String before;
  private final String after;

  TenantFolder(Bucket bucket, String before, String after) {
    this.bucket = bucket;
    this.before = before;
    this.after = after;
  }

  public Bucket bucket() {
    return bucket;
  }

  /// What the keys of the tenant's objects begin with.
  public String prefix(TenantId tenant) {
    return before + tenant + "/" + after;
  }

  /// The same for any tenant, as a pattern of IAM.
  public String prefixOfAny() {
    return before + "*/" + after;
  }
}
