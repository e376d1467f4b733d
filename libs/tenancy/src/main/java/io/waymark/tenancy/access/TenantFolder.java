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
  LISTS(Bucket.USER_DATA, "", "lists/"),
  /// Accepted interactions.
  INTERACTIONS(Bucket.TRAINING_DATA, "", "interactions/"),
  /// Files that a tenant hands in, and what is found about them.
  UPLOADS(Bucket.DATA, "uploads/", ""),
  /// Records of the event stream that could not be stored.
  DEAD_LETTERS(Bucket.DATA, "dead-letters/", ""),
  /// Reports of days.
  DAYS(Bucket.DATA, "pipeline/", ""),
  USER_VECTORS(Bucket.USER_DATA, "", "vectors/"),
  ITEM_VECTORS(Bucket.ITEM_DATA, "", "vectors/");

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
    return whole(tenant) + after;
  }

  /// What stands before the tenant in its keys, like `uploads/`; empty where the tenant comes
  /// first.
  public String beforeTenant() {
    return before;
  }

  /// What the keys of all of the tenant's objects there begin with, this folder's and those beside
  /// it.
  public String whole(TenantId tenant) {
    return before + tenant + "/";
  }

  /// The same for any tenant, as a pattern of IAM.
  public String prefixOfAny() {
    return before + "*/" + after;
  }
}
