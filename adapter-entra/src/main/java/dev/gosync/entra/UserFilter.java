package dev.gosync.entra;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A filter of users, in Graph's language.
 *
 * @param text as in {@code $filter}
 */
record UserFilter(String text) {
    /** What stands in quotes is a value and no operator. */
    private static final Pattern VALUE = Pattern.compile("'(?:[^']|'')*'");

    /**
     * Operators and properties that Graph takes in advanced queries only, as its documentation lists them. Comparing with
     * null is one of them for most properties.
     */
    private static final Pattern ADVANCED = Pattern.compile(
            "\\bne\\b|\\bnot\\b|\\bendswith\\s*\\(|/\\$count\\b|\\beq\\s+null\\b|\\bin\\s*\\(\\s*null\\b"
                    + "|\\b(companyname|officelocation|employeehiredate|employeeorgdata/|onpremisesextensionattributes/"
                    + "|mobilephone|businessphones|city|country|state|streetaddress|postalcode|faxnumber)");

    UserFilter {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must be a filter of Graph, like department eq 'Platform'");
        }
        text = text.strip();
    }

    /** {@return whether Graph takes it only with {@code $count} and {@code ConsistencyLevel: eventual}} */
    boolean isAdvanced() {
        return ADVANCED.matcher(VALUE.matcher(text).replaceAll("''").toLowerCase(Locale.ROOT))
                .find();
    }
}
