package dev.gosync.cli;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an environment variable, as a user types it where a secret belongs. Some secrets consist of capitals and digits
 * like a name does, and would be written into the configuration. So a bare name must be known or look like the name of a
 * credential. In {@code ${...}} any name is taken, because nobody types a secret like this.
 */
final class VariableName {
    private static final Pattern IN_BRACES = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)}");
    private static final Pattern BARE = Pattern.compile("[A-Z][A-Z0-9_]*");

    /** Parts of letters, with at most two digits at their end. One of them tells what the value is. */
    private static final Pattern CONVENTIONAL = Pattern.compile(
            "(?:[A-Z]{1,15}[0-9]{0,2}_){0,5}"
                    + "(?:TOKEN|KEY|SECRET|PASSWORD|PASSWD|PAT|CREDENTIALS|CERTIFICATE)[0-9]{0,2}(?:_[A-Z]{1,15}[0-9]{0,2}){0,3}");

    private VariableName() {}

    /**
     * Reads an answer.
     *
     * @param known the names of the variables that are set, and of one that was suggested
     * @return the name; empty if the answer may be a secret
     */
    static Optional<String> of(String answer, Collection<String> known) {
        Matcher braces = IN_BRACES.matcher(answer);
        if (braces.matches()) {
            return Optional.of(braces.group(1));
        }
        boolean isName = BARE.matcher(answer).matches()
                && (known.contains(answer) || CONVENTIONAL.matcher(answer).matches());
        return isName ? Optional.of(answer) : Optional.empty();
    }
}
