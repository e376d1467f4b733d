package io.waymark.model;

/// What of a user's doings speaks to a model, as it was trained.
public enum Evidence {
  /// What pleased, by its weight; a low rating is none.
  LIKED,
  /// Everything the user chose to have to do with, each the same, low ratings too; what was refused
  /// afterwards is none.
  CHOSEN
}
