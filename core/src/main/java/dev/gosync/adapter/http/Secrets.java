package dev.gosync.adapter.http;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one account, so that a service can be quoted without showing them: services repeat tokens, or the
 * beginning of one, in their error messages. Threads may share it.
 */
public final class Secrets {
    private static final String MASK = "***";

    /** A service may show this much of a secret: it tells nothing more than the type of the token, like {@code ghp_}. */
    private static final int HARMLESS = 4;

    /** So many issued tokens are remembered, so that a program that renews them for years does not grow. */
    private static final int MOST = 100;

    private static final int LONGEST_QUOTE = 200;
    private static final String CUT = "...";

    private final List<List<String>> lasting = new ArrayList<>();
    private final Deque<List<String>> added = new ArrayDeque<>();

    private Secrets() {}

    /**
     * Starts with the secrets that are known. They are never forgotten.
     *
     * @param secrets passwords, tokens and keys. Each line of one that has several lines, such as a private key, is
     *     hidden by itself.
     * @return the secrets
     */
    public static Secrets of(String... secrets) {
        Secrets all = new Secrets();
        for (String secret : secrets) {
            all.lasting.add(parts(secret));
        }
        return all;
    }

    /**
     * Adds a secret, such as an access token that was just issued. The last 100 that were added are remembered.
     *
     * @param secret a password, a token or a key
     */
    public synchronized void add(String secret) {
        List<String> parts = parts(secret);
        added.remove(parts);
        added.addLast(parts);
        if (added.size() > MOST) {
            added.removeFirst();
        }
    }

    /** The lines of a secret, as they are and as a form or an address holds them, without white space. */
    private static List<String> parts(String secret) {
        return Objects.requireNonNull(secret, "secret")
                .lines()
                .flatMap(line -> Stream.of(line, URLEncoder.encode(line.strip(), StandardCharsets.UTF_8)))
                .map(line -> line.replaceAll("[\\p{Cc}\\s]+", ""))
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
    }

    /**
     * Replaces each secret in a text, and each beginning of one that is longer than four characters, by {@code ***}. White
     * space makes no difference, because services break lines.
     *
     * @param text any text
     * @return the text without secrets
     */
    public String masked(String text) {
        BitSet hidden = new BitSet();
        for (String secret : all()) {
            for (int at = text.indexOf(secret.charAt(0)); at >= 0; at = text.indexOf(secret.charAt(0), at + 1)) {
                hidden.set(at, end(text, at, secret));
            }
        }
        StringBuilder masked = new StringBuilder();
        int copied = 0;
        for (int from = hidden.nextSetBit(0); from >= 0; from = hidden.nextSetBit(copied)) {
            masked.append(text, copied, from).append(MASK);
            copied = hidden.nextClearBit(from);
        }
        return masked.append(text, copied, text.length()).toString();
    }

    private synchronized List<String> all() {
        return Stream.concat(lasting.stream(), added.stream())
                .flatMap(List::stream)
                .toList();
    }

    /** Where a secret ends that begins here, or the beginning of one; {@code start} if there is none to hide. */
    private static int end(String text, int start, String secret) {
        int end = start;
        int found = 0;
        for (int at = start; at < text.length() && found < secret.length(); at++) {
            char next = text.charAt(at);
            if (next == secret.charAt(found)) {
                found++;
                end = at + 1;
            } else if (!Character.isWhitespace(next) && !Character.isISOControl(next)) {
                break;
            }
        }
        return found > HARMLESS || found == secret.length() ? end : start;
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
        String line = masked(said.replaceAll("[\\p{Cc}\\s\\u2028\\u2029]+", " ").strip());
        if (line.length() > LONGEST_QUOTE) {
            int end = LONGEST_QUOTE - CUT.length();
            return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + CUT;
        }
        return line.endsWith(".") && !line.endsWith("..") ? line.substring(0, line.length() - 1) : line;
    }

    /**
     * Cleans what an HTTP client threw: a client may quote the answer of a server, or the header that it could not send.
     *
     * @param thrown what the client threw
     * @return the same exception if neither it nor any of its causes shows a secret; otherwise one with its masked message
     *     alone
     */
    public IOException withoutSecrets(IOException thrown) {
        StringWriter everything = new StringWriter();
        thrown.printStackTrace(new PrintWriter(everything));
        String text = everything.toString();
        return masked(text).equals(text) ? thrown : new IOException(words(thrown.getMessage()));
    }

    /** {@return how many there are, and none of them} */
    @Override
    public synchronized String toString() {
        return lasting.size() + added.size() + " secrets";
    }
}
