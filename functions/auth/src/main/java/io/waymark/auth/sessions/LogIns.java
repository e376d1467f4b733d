package io.waymark.auth.sessions;

import io.waymark.auth.attempts.Admission;
import io.waymark.auth.attempts.Attempts;
import io.waymark.edge.SourceAddress;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passwords (and codes) that somebody typed, to log in or to change them, as often as they may be
/// tried. A try too many looks nothing up and hashes nothing.
@Singleton
final class LogIns {
  private static final Logger LOG = LoggerFactory.getLogger(LogIns.class);

  private final Attempts attempts;
  private final Sessions sessions;

  LogIns(Attempts attempts, Sessions sessions) {
    this.attempts = attempts;
    this.sessions = sessions;
  }

  LoginResult logIn(String email, String password, Optional<String> code, SourceAddress from) {
    return switch (attempts.begin(email, from)) {
      case Admission.Wait(Duration time) -> new LoginResult.TooMany(time);
      case Admission.Admitted(Admission.Ticket ticket) -> {
        LoginResult result = attempts.tried(ticket, () -> sessions.logIn(email, password, code));
        switch (result) {
          case LoginResult.LoggedIn _, LoginResult.Suspended _ -> succeeded(ticket);
          case LoginResult.Refused _, LoginResult.TooMany _ -> {}
        }
        yield result;
      }
    };
  }

  /// Whoever holds a token of the member guesses its password no faster than at a log-in.
  PasswordChange changePassword(
      Principal.Member member, String current, String next, SourceAddress from) {
    return switch (attempts.begin(member.email(), from)) {
      case Admission.Wait(Duration time) -> new PasswordChange.TooMany(time);
      case Admission.Admitted(Admission.Ticket ticket) -> {
        PasswordChange result =
            attempts.tried(ticket, () -> sessions.changePassword(member, current, next));
        switch (result) {
          case PasswordChange.Changed _ -> succeeded(ticket);
          case PasswordChange.Weak _ -> attempts.withdraw(ticket);
          case PasswordChange.WrongPassword _, PasswordChange.TooMany _ -> {}
        }
        yield result;
      }
    };
  }

  /// What the password was right for has happened, whether or not it can be noted.
  private void succeeded(Admission.Ticket ticket) {
    try {
      attempts.succeeded(ticket);
    } catch (StoreUnavailableException down) {
      LOG.warn("a right password still counts as a wrong one: {}", down.getMessage());
    }
  }
}
