package dev.gosync.journal;

import dev.gosync.adapter.InvisibleCharacters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/** Texts as a journal writes them. */
final class Texts {
    private Texts() {}

    /** {@return the SHA-256 digest of the UTF-8 bytes of a text, in hexadecimal} */
    static String digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }

    /** {@return a text that is safe as the name of a file, and different for different texts} */
    static String asFileName(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A");
    }

    /** {@return {@code 24h} or {@code 26h3m}, to the second} */
    static String duration(Duration duration) {
        return duration.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .substring("PT".length())
                .toLowerCase(Locale.ROOT);
    }

    /** {@return {@code NOT_KNOWN} as {@code not-known}} */
    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> E constant(Class<E> type, String kebab) {
        return Enum.valueOf(type, kebab.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** {@return why a file or a database cannot be used, in words} */
    static String reason(Throwable cause) {
        if (cause instanceof AccessDeniedException denied) {
            return "access to " + denied.getFile() + " is denied";
        }
        if (cause instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (cause instanceof FileSystemException failed) {
            return failed.getFile() + ": " + Objects.requireNonNullElse(failed.getReason(), "it cannot be used");
        }
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? "it cannot be used"
                : InvisibleCharacters.shownIn(message.strip().replaceAll("\\s*\\R\\s*", " "));
    }
}
