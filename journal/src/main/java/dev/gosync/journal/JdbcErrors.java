package dev.gosync.journal;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a database reports, in the words of a journal. Shows no password, and no user of an address. */
final class JdbcErrors {
    private static final int LONGEST_REASON = 500;
    private static final Pattern DRIVER = Pattern.compile("jdbc:(?:[a-z0-9]+:)*");
    private static final Pattern PARAMETERS = Pattern.compile("[?;]");
    private static final Pattern SECRETS = Pattern.compile("(?i)((?:password|passwd|pwd|user)=)[^&;\\s]*");
    private static final Pattern USER_INFO = Pattern.compile("//[^/\\s]*@");

    /** PostgreSQL: 55P03; H2: HYT00. */
    private static final Set<String> LOCKED = Set.of("55P03", "HYT00");

    private JdbcErrors() {}

    /**
     * {@return the address of a database without its user, its password and its parameters}
     *
     * @param url as a driver tells it
     */
    static String address(String url) {
        Matcher driver = DRIVER.matcher(url);
        String prefix = driver.lookingAt() ? driver.group() : "";
        String rest = url.substring(prefix.length());
        String[] parts = PARAMETERS.split(rest, 2);
        if (parts.length > 1 && parts[1].indexOf('@') >= 0) {
            return prefix + "..."; // a password may have one of these characters
        }
        int user = parts[0].lastIndexOf('@');
        String host = parts[0].substring(user + 1);
        return prefix + (user >= 0 && !host.startsWith("//") ? "//" : "") + host;
    }

    static boolean isLocked(SQLException e) {
        return LOCKED.contains(state(e));
    }

    static boolean isMissingTable(SQLException e) {
        return state(e).equals("42P01") || state(e).startsWith("42S0");
    }

    static boolean isDuplicate(SQLException e) {
        return state(e).startsWith("23");
    }

    /** {@return an exception that names the place and the remedy} */
    static JournalException failed(String name, String verb, SQLException thrown) {
        // The message of a batch has the whole batch in it.
        SQLException cause = thrown instanceof BatchUpdateException
                ? Objects.requireNonNullElse(thrown.getNextException(), thrown)
                : thrown;
        String full = Texts.reason(cause);
        String reason = masked(full);
        if (reason.length() > LONGEST_REASON) {
            reason = reason.substring(0, LONGEST_REASON) + "...";
        }
        return new JournalException(
                "The journal in " + name + " cannot be " + verb + ": " + reason + ". " + remedy(cause),
                reason.equals(full) ? cause : null);
    }

    private static String remedy(SQLException e) {
        String state = state(e);
        if (state.startsWith("08") || state.startsWith("57P")) {
            return "See that the database is running and can be reached, then run again";
        }
        if (state.startsWith("28")) {
            return "Check the user and the password of the database";
        }
        if (state.equals("42501")) {
            return "Let the user of the database make, read and write tables whose names begin with go_sync_";
        }
        if (state.startsWith("53")) {
            return "See that the database has room, then run again";
        }
        return "See that the database works and is not read-only, then run again";
    }

    private static String masked(String text) {
        return USER_INFO.matcher(SECRETS.matcher(text).replaceAll("$1***")).replaceAll("//");
    }

    private static String state(SQLException e) {
        return Objects.requireNonNullElse(e.getSQLState(), "");
    }
}
