package io.waymark.auth.passwords;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.Collection;
import java.util.function.IntConsumer;

/// Passwords that attackers try first, of breaches that are public: all long ones of the lists and
/// the most frequent of the short ones, as a Bloom filter. It knows each of them and takes about
/// one of a thousand others for one.
///
/// [`etc/common-passwords.sh`] makes it and names its sources.
final class FrequentPasswords {
  static final String RESOURCE = "common-passwords.bloom";

  /// For one in a thousand: 14.4 bits for each password, and ten places that each sets.
  private static final double BITS_EACH = 14.4;

  private static final int PLACES = 10;

  private final BitSet set;
  private final int size;

  private FrequentPasswords(BitSet set, int size) {
    this.set = set;
    this.size = size;
  }

  /// Those of the archive.
  static FrequentPasswords shipped() {
    try (InputStream in = FrequentPasswords.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not in the archive");
      }
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FrequentPasswords of(Collection<String> passwords) {
    int size = (int) Math.ceil(passwords.size() * BITS_EACH);
    FrequentPasswords made = new FrequentPasswords(new BitSet(size), size);
    passwords.forEach(each -> made.places(each, made.set::set));
    return made;
  }

  boolean contains(String password) {
    boolean[] all = {true};
    places(password, place -> all[0] &= set.get(place));
    return all[0];
  }

  static FrequentPasswords read(InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(from);
    int size = in.readInt();
    return new FrequentPasswords(BitSet.valueOf(in.readAllBytes()), size);
  }

  void write(OutputStream to) throws IOException {
    DataOutputStream out = new DataOutputStream(to);
    out.writeInt(size);
    out.write(set.toByteArray());
    out.flush();
  }

  private void places(String password, IntConsumer each) {
    ByteBuffer digest = ByteBuffer.wrap(sha256(password));
    long first = digest.getLong();
    long step = digest.getLong() | 1;
    for (int place = 0; place < PLACES; place++) {
      each.accept((int) Long.remainderUnsigned(first + place * step, size));
    }
  }

  private static byte[] sha256(String password) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
