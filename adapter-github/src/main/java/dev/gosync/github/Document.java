package dev.gosync.github;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The GraphQL documents, each a file. A line that ends in {@code # each} stands there once for each value that is asked
 * for, {@code _0} counted up; the values travel as variables, as everything does.
 */
enum Document {
    TEAM_MEMBERS("team-members"),
    USERS("users"),
    SAML_IDENTITIES("saml-identities"),
    SAML_IDENTITIES_OF_LOGINS("saml-identities-of-logins"),
    SAML_IDENTITIES_OF_USER_NAMES("saml-identities-of-user-names"),
    ENTERPRISE_SAML_IDENTITIES("enterprise-saml-identities"),
    ENTERPRISE_SAML_IDENTITIES_OF_LOGINS("enterprise-saml-identities-of-logins"),
    ENTERPRISE_SAML_IDENTITIES_OF_USER_NAMES("enterprise-saml-identities-of-user-names"),
    VERIFIED_EMAILS("verified-emails"),
    VERIFIED_EMAILS_OF_LOGINS("verified-emails-of-logins");

    /** How many values one document takes: GitHub answers a hundred aliases in one query. */
    static final int MOST = 100;

    private static final String EACH = "# each";
    private static final Pattern NAME = Pattern.compile("(?m)^query (\\w+)");

    private final String file;

    Document(String file) {
        this.file = file + ".graphql";
    }

    /** {@return the text for one value, or for none where no line is repeated} */
    String text() {
        return text(1);
    }

    /**
     * Gives the text.
     *
     * @param values how many, for a document with lines that are repeated
     */
    String text(int values) {
        return read().lines()
                .map(line -> line.endsWith(EACH) ? repeated(line, values) : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** {@return what the operation is called, in errors too} */
    String operation() {
        Matcher name = NAME.matcher(read());
        if (!name.find()) {
            throw new IllegalStateException(file + " names no query");
        }
        return name.group(1);
    }

    private static String repeated(String line, int values) {
        String bare = line.substring(0, line.length() - EACH.length()).stripTrailing();
        return IntStream.range(0, values)
                .mapToObj(index -> bare.replace("_0", "_" + index))
                .collect(Collectors.joining("\n"));
    }

    private String read() {
        try (InputStream in = Document.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
