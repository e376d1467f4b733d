package io.waymark.auth.sessions;

import io.waymark.auth.attempts.Admission;
import io.waymark.auth.attempts.Attempts;
import io.waymark.edge.SourceAddress;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Log-ins with a password, as often as they may be tried. One that may not looks nothing up and
/// hashes nothing.
@Singleton
final class LogIns {
  private final Attempts attempts;
  private final Sessions sessions;

  LogIns(Attempts attempts, Sessions sessions) {
    this.attempts = attempts;
    this.sessions = sessions;
  }

  LoginResult logIn(String email, String password, SourceAddress from) {
    return switch (attempts.begin(email, from)) {
      case Admission.Wait(Duration time) -> new LoginResult.TooMany(time);
      case Admission.Admitted(Admission.Ticket ticket) -> logIn(email, password, ticket);
    };
  }

  private LoginResult logIn(String email, String password, Admission.Ticket ticket) {
    LoginResult result;
    try {
      result = sessions.logIn(email, password);
    } catch (RuntimeException e) {
      attempts.withdraw(ticket);
      throw e;
    }
    switch (result) {
      case LoginResult.LoggedIn _, LoginResult.Suspended _ -> attempts.succeeded(ticket);
      case LoginResult.Refused _, LoginResult.TooMany _ -> {}
    }
    return result;
  }
}
