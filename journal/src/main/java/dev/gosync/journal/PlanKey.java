package dev.gosync.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The secret key that signs saved plans, so that a plan can be trusted that another machine made. Immutable; threads may
 * share it.
 */
public final class PlanKey {
    private static final int MIN_BYTES = 16;
    private static final int MAX_BYTES = 1 << 16;
    private static final String REMEDY = "Make a key, for example with: openssl rand -hex 32";

    private static final PlanKey NONE = new PlanKey(new byte[0]);

    private final byte[] bytes;

    private PlanKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** {@return no key} Then a plan has a digest, which shows an edit, but anyone can make one. */
    public static PlanKey none() {
        return NONE;
    }

    /**
     * Makes a key of its bytes.
     *
     * @param key at least 16 bytes
     * @return the key
     * @throws IllegalArgumentException if it is too short
     */
    public static PlanKey of(byte[] key) {
        if (key.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "The key has " + key.length + " bytes; at least " + MIN_BYTES + " are needed. " + REMEDY);
        }
        return new PlanKey(key.clone());
    }

    /**
     * Reads a key from a file. Line breaks at its end do not count.
     *
     * @param file a file with at least 16 bytes
     * @return the key
     * @throws JournalException if the file cannot be read, or holds no key
     */
    public static PlanKey in(Path file) {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new JournalException(
                    "The key file " + file + " cannot be read: " + Texts.reason(e)
                            + ". Name a file that this user can read",
                    e);
        }
        if (content.length > MAX_BYTES) {
            throw new JournalException(
                    "The key file " + file + " is larger than " + MAX_BYTES + " bytes, so it is not a key. " + REMEDY,
                    null);
        }
        int length = content.length;
        while (length > 0 && (content[length - 1] == '\n' || content[length - 1] == '\r')) {
            length--;
        }
        if (length < MIN_BYTES) {
            throw new JournalException(
                    "The key file " + file + " holds " + length + " bytes; at least " + MIN_BYTES + " are needed. "
                            + REMEDY,
                    null);
        }
        return new PlanKey(Arrays.copyOf(content, length));
    }

    boolean isPresent() {
        return bytes.length > 0;
    }

    /** {@return what makes the last line of a plan} */
    Seal seal() {
        return isPresent() ? Seal.hmac(bytes) : Seal.digest();
    }

    /** {@return whether there is a key, never the key} */
    @Override
    public String toString() {
        return isPresent() ? "a key" : "no key";
    }
}
