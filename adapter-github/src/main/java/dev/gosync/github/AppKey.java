package dev.gosync.github;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The private key of an App, which signs its tokens. Immutable. */
final class AppKey {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----", Pattern.DOTALL);

    /** An encrypted key, in PKCS#8 or in PKCS#1. */
    private static final Pattern ENCRYPTED =
            Pattern.compile("-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type:\\s*4,\\s*ENCRYPTED");

    /** GitHub allows ten minutes. One of them lies in the past, because clocks differ. */
    private static final long SECONDS_BEFORE = 60;

    private static final long SECONDS_VALID = 540;

    /** The start of PKCS#8 that PKCS#1 lacks: version 0 and the algorithm rsaEncryption. */
    private static final byte[] RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private final String appId;
    private final PrivateKey key;
    private final String base64;

    private AppKey(String appId, PrivateKey key, String base64) {
        this.appId = appId;
        this.key = key;
        this.base64 = base64;
    }

    /**
     * Reads a key in the form in which GitHub issues it (PKCS#1), or in PKCS#8.
     *
     * @throws IllegalArgumentException if it cannot be read or is not an RSA key. The message does not show its content.
     */
    static AppKey read(String appId, Path file) {
        String pem;
        try {
            pem = Files.readString(file, StandardCharsets.ISO_8859_1); // reads any bytes, such as a DER file
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("cannot be read: there is no file " + file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: check that " + file + " is a file you may read");
        }
        Matcher found = PEM.matcher(pem);
        if (ENCRYPTED.matcher(pem).find()) {
            throw new IllegalArgumentException("has an encrypted private key; decrypt it first: " + file);
        }
        if (!found.find()) {
            throw new IllegalArgumentException("has no private key in PEM form: " + file);
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(found.group(2));
            byte[] pkcs8 = switch (found.group(1)) {
                case "RSA PRIVATE KEY" -> wrapped(bytes);
                case "PRIVATE KEY" -> bytes;
                default -> throw new InvalidKeyException("is another type of key");
            };
            PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return new AppKey(appId, key, found.group(2));
        } catch (GeneralSecurityException | IllegalArgumentException e) { // its message may show a part of the key
            throw new IllegalArgumentException("has no RSA private key: " + file);
        }
    }

    /** {@return the key as it is in the file, without its first and last line} */
    String secret() {
        return base64;
    }

    /** {@return a token (JWT) that proves for nine minutes that the App is asking} */
    String token(Instant now) {
        String claims = "{\"iat\":" + (now.getEpochSecond() - SECONDS_BEFORE) + ",\"exp\":"
                + (now.getEpochSecond() + SECONDS_VALID) + ",\"iss\":\"" + appId + "\"}";
        String signed = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoded(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK signs with SHA256withRSA", e);
        }
    }

    private static byte[] wrapped(byte[] pkcs1) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(RSA);
        element(0x04, pkcs1, inner);
        ByteArrayOutputStream outer = new ByteArrayOutputStream();
        element(0x30, inner.toByteArray(), outer);
        return outer.toByteArray();
    }

    private static void element(int tag, byte[] content, ByteArrayOutputStream out) {
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
