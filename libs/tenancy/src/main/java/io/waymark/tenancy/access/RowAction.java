package io.waymark.tenancy.access;

/// What is done with the rows of a table, as IAM names it.
public enum RowAction {
  GET("GetItem"),
  GET_MANY("BatchGetItem"),
  QUERY("Query"),
  /// Of a whole table, which is nothing to do for one tenant.
  SCAN("Scan"),
  PUT("PutItem"),
  /// Of rows to put or to delete.
  WRITE_MANY("BatchWriteItem"),
  UPDATE("UpdateItem"),
  DELETE("DeleteItem"),
  CHECK("ConditionCheckItem");

  private final String action;

  RowAction(String call) {
    this.action = "dynamodb:" + call;
  }

  public String action() {
    return action;
  }
}
