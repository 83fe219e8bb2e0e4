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
 * The GraphQL documents, one file each. A line that ends in {@code # each} is repeated for each value of a query, with
 * {@code _0}, {@code _1} and so on. All values are variables, never part of the text.
 */
enum Document {
    TEAM_MEMBERS("team-members"),
    USERS("users"),
    ORGANIZATION_MEMBERS("organization-members"),
    SAML_IDENTITIES("saml-identities"),
    SAML_IDENTITIES_OF_LOGINS("saml-identities-of-logins"),
    SAML_IDENTITIES_OF_USER_NAMES("saml-identities-of-user-names"),
    ENTERPRISE_SAML_IDENTITIES("enterprise-saml-identities"),
    ENTERPRISE_SAML_IDENTITIES_OF_LOGINS("enterprise-saml-identities-of-logins"),
    ENTERPRISE_SAML_IDENTITIES_OF_USER_NAMES("enterprise-saml-identities-of-user-names"),
    VERIFIED_EMAILS("verified-emails"),
    VERIFIED_EMAILS_OF_LOGINS("verified-emails-of-logins");

    /** How many values one query takes. */
    static final int MOST = 100;

    private static final String EACH = "# each";
    private static final Pattern NAME = Pattern.compile("(?m)^query (\\w+)");

    private final String file;

    Document(String file) {
        this.file = file + ".graphql";
    }

    /** {@return the text for one value, or of a document without repeated lines} */
    String text() {
        return text(1);
    }

    /**
     * Returns the text.
     *
     * @param values how often the repeated lines are repeated
     */
    String text(int values) {
        return read().lines()
                .map(line -> line.endsWith(EACH) ? repeated(line, values) : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** {@return the name of the operation, which errors show} */
    String operation() {
        Matcher name = NAME.matcher(read());
        if (!name.find()) {
            throw new IllegalStateException(file + " has no query");
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
