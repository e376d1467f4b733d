package io.waymark.tenancy.access;

/// What is done with the rows of a table, as IAM names it. None scans.
public enum RowAction {
  GET("GetItem"),
  GET_MANY("BatchGetItem"),
  QUERY("Query"),
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
