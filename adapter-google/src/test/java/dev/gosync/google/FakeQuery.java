package dev.gosync.google;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Google's language for searching users: clauses of a field, an operator and a value, all of which must match. The fields
 * and operators are those of Google's description; fields that no fake user has match nobody.
 *
 * @see <a href="https://developers.google.com/admin-sdk/directory/v1/guides/search-users">Google's description</a>
 */
final class FakeQuery {
    private static final Pattern CLAUSE = Pattern.compile(
            "\\s*(?:([\\w.]+)(=|:|>=|<=|>|<))?(?:'((?:[^'\\\\]|\\\\.)*)'|([^'\\s=:<>]+))(\\*?)(?=\\s|$)");
    private static final Set<String> YES_OR_NO =
            Set.of("isAdmin", "isDelegatedAdmin", "isSuspended", "isArchived", "isEnrolledIn2Sv", "isEnforcedIn2Sv");
    private static final Set<String> ONLY_EQUAL =
            Set.of("manager", "managerId", "directManager", "directManagerId", "phone", "orgUnitPath");
    private static final Set<String> TEXTS = Set.of(
            "name",
            "email",
            "givenName",
            "familyName",
            "im",
            "externalId",
            "address",
            "addressPoBox",
            "addressExtended",
            "addressStreet",
            "addressLocality",
            "addressRegion",
            "addressPostalCode",
            "addressCountry",
            "orgName",
            "orgTitle",
            "orgDepartment",
            "orgDescription",
            "orgCostCenter");

    private record Clause(String field, String operator, String value, boolean isPrefix) {
        /** Whether Google describes such a clause. */
        boolean isLegal() {
            if (field.isEmpty()) {
                return true;
            }
            if (YES_OR_NO.contains(field)) {
                return operator.equals("=") && (value.equals("true") || value.equals("false")) && !isPrefix;
            }
            if (field.contains(".")) {
                return true; // a custom field: its schema and its name
            }
            return (ONLY_EQUAL.contains(field) && operator.equals("=") && !isPrefix)
                    || (TEXTS.contains(field) && (operator.equals(":") || (operator.equals("=") && !isPrefix)));
        }

        boolean matches(FakeUser user) {
            if (field.equals("orgUnitPath")) {
                return value.equals("/") || (user.unit + "/").startsWith(value + "/");
            }
            List<String> values = new ArrayList<>();
            for (String each : field.isEmpty() ? List.of("givenName", "familyName", "email") : List.of(field)) {
                values.addAll(user.values(each));
            }
            String wanted = value.toLowerCase(Locale.ROOT);
            return values.stream()
                    .map(each -> each.toLowerCase(Locale.ROOT))
                    .anyMatch(each -> operator.equals("=")
                            ? each.equals(wanted)
                            : isPrefix ? each.startsWith(wanted) : each.contains(wanted));
        }
    }

    private final List<Clause> clauses;

    private FakeQuery(List<Clause> clauses) {
        this.clauses = clauses;
    }

    /** Reads a query; empty if Google would refuse it. */
    static Optional<FakeQuery> parsed(String query) {
        List<Clause> clauses = new ArrayList<>();
        Matcher clause = CLAUSE.matcher(query);
        int end = 0;
        while (clause.find() && clause.start() == end) {
            String quoted = clause.group(3);
            String value = quoted == null ? clause.group(4) : quoted.replaceAll("\\\\(.)", "$1");
            boolean isPrefix = value.endsWith("*") || !clause.group(5).isEmpty();
            clauses.add(new Clause(
                    clause.group(1) == null ? "" : clause.group(1),
                    clause.group(2) == null ? ":" : clause.group(2),
                    value.replaceAll("\\*$", ""),
                    isPrefix));
            end = clause.end();
        }
        boolean isLegal = query.substring(end).isBlank() && clauses.stream().allMatch(Clause::isLegal);
        return isLegal ? Optional.of(new FakeQuery(clauses)) : Optional.empty();
    }

    boolean matches(FakeUser user) {
        return clauses.stream().allMatch(clause -> clause.matches(user));
    }
}
