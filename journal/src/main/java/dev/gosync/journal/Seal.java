package dev.gosync.journal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Shows whether the bytes of a file are those that were written. Used once. */
final class Seal {
    static final String DIGEST = "sha256";
    static final String HMAC = "hmac-sha256";

    private static final String ALGORITHM = "HmacSHA256";

    /** Takes a part of an array of bytes. */
    @FunctionalInterface
    private interface Part {
        void take(byte[] bytes, int offset, int length);
    }

    private final String field;
    private final Part part;
    private final Supplier<byte[]> end;

    private Seal(String field, Part part, Supplier<byte[]> end) {
        this.field = field;
        this.part = part;
        this.end = end;
    }

    /** {@return a SHA-256 digest} */
    static Seal digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return new Seal(DIGEST, digest::update, digest::digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }

    /** {@return an HMAC with SHA-256} */
    static Seal hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return new Seal(HMAC, mac::update, mac::doFinal);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JVM has it, and it takes every key
        }
    }

    /** {@return the name of its field in the file} */
    String field() {
        return field;
    }

    void take(byte[] bytes, int offset, int length) {
        part.take(bytes, offset, length);
    }

    /** {@return the value, in hexadecimal} */
    String value() {
        return HexFormat.of().formatHex(end.get());
    }

    /** Compares in a time that says nothing about where the difference is. */
    boolean matches(String value) {
        return MessageDigest.isEqual(end.get(), HexFormat.of().parseHex(value));
    }
}
