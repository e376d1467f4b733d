package io.waymark.tenancy.access;

/// What is done with the objects of a folder, as IAM names it.
public enum ObjectAction {
  GET("GetObject"),
  PUT("PutObject"),
  DELETE("DeleteObject");

  private final String action;

  ObjectAction(String call) {
    this.action = "s3:" + call;
  }

  public String action() {
    return action;
  }
}
