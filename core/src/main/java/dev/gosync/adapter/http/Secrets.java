package dev.gosync.adapter.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one account, so that a service can be quoted without showing them: services repeat tokens, or the
 * beginning of one, in their error messages. Threads may share it.
 */
public final class Secrets {
    private static final String MASK = "***";

    /** A service may show this much of a secret: it tells nothing more than the type of the token, like {@code ghp_}. */
    private static final int HARMLESS = 4;

    /** So many tokens are remembered, so that a program that renews them for years does not grow. */
    private static final int MOST = 100;

    private static final int LONGEST_QUOTE = 200;

    private final List<String> known = new CopyOnWriteArrayList<>();

    private Secrets() {}

    /**
     * Starts with the secrets that are known.
     *
     * @param secrets passwords, tokens and keys. Each line of one that has several lines, such as a private key, is a
     *     secret of its own.
     * @return the secrets
     */
    public static Secrets of(String... secrets) {
        Secrets all = new Secrets();
        for (String secret : secrets) {
            all.add(secret);
        }
        return all;
    }

    /**
     * Adds a secret, such as an access token that was just issued. The last 100 are remembered.
     *
     * @param secret a password, a token or a key
     */
    public void add(String secret) {
        Objects.requireNonNull(secret, "secret")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !known.contains(line))
                .forEach(known::add);
        while (known.size() > MOST) {
            known.remove(0);
        }
    }

    /**
     * Replaces each secret in a text, and each beginning of one that is longer than four characters, by {@code ***}.
     *
     * @param text any text
     * @return the text without secrets
     */
    public String masked(String text) {
        List<String> longestFirst = new ArrayList<>(known);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        String masked = text;
        for (String secret : longestFirst) {
            masked = masked(masked, secret);
        }
        return masked;
    }

    private static String masked(String text, String secret) {
        String shortest = secret.substring(0, Math.min(secret.length(), HARMLESS + 1));
        int at = text.indexOf(shortest);
        if (at < 0) {
            return text;
        }
        StringBuilder masked = new StringBuilder();
        int copied = 0;
        while (at >= 0) {
            int length = shortest.length();
            while (length < secret.length()
                    && at + length < text.length()
                    && text.charAt(at + length) == secret.charAt(length)) {
                length++;
            }
            masked.append(text, copied, at).append(MASK);
            copied = at + length;
            at = text.indexOf(shortest, copied);
        }
        return masked.append(text, copied, text.length()).toString();
    }

    /**
     * Prepares the words of a service for a message: on one line, without secrets, at most 200 characters long and
     * without a full stop at the end.
     *
     * @param said what the service said; {@code null} if nothing
     * @return the words; empty if there are none
     */
    public String words(@Nullable String said) {
        if (said == null) {
            return "";
        }
        String line =
                masked(said.replaceAll("[\\p{Cntrl}\\s\\u2028\\u2029]+", " ").strip());
        if (line.length() > LONGEST_QUOTE) {
            int end = Character.isHighSurrogate(line.charAt(LONGEST_QUOTE - 1)) ? LONGEST_QUOTE - 1 : LONGEST_QUOTE;
            return line.substring(0, end) + "...";
        }
        return line.endsWith(".") && !line.endsWith("..") ? line.substring(0, line.length() - 1) : line;
    }

    /** {@return how many there are, and none of them} */
    @Override
    public String toString() {
        return known.size() + " secrets";
    }
}
