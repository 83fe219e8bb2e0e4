package dev.gosync.entra;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A filter of users, as {@link EntraFake} understands it: some forms of Graph's language.
 *
 * @param isAdvanced whether only an advanced query may have it
 * @param isTooLong whether it compares with more values than Graph takes
 * @param test whether it finds a user
 */
record FakeFilter(boolean isAdvanced, boolean isTooLong, Predicate<FakeUser> test) {
    private static final int MOST_VALUES = 15;
    private static final String LIST = "\\(('(?:[^']|'')*'(?:,'(?:[^']|'')*')*)\\)";
    private static final Pattern ADDRESSES =
            Pattern.compile("mail in " + LIST + " or userPrincipalName in " + LIST, Pattern.DOTALL);
    private static final Pattern VALUE = Pattern.compile("'((?:[^']|'')*)'", Pattern.DOTALL);
    private static final Pattern DEPARTMENT = Pattern.compile("department (eq|ne) '([^']*)'");
    private static final Pattern ENDS_WITH = Pattern.compile("endsWith\\(mail,'([^']*)'\\)");

    static FakeFilter of(String text) {
        if (text.isEmpty()) {
            return new FakeFilter(false, false, user -> true);
        }
        Matcher addresses = ADDRESSES.matcher(text);
        if (addresses.matches()) {
            List<String> mails = values(addresses.group(1));
            List<String> names = values(addresses.group(2));
            return new FakeFilter(
                    false,
                    mails.size() + names.size() > MOST_VALUES,
                    user -> (user.mail != null && mails.contains(lower(user.mail)))
                            || names.contains(lower(user.name)));
        }
        Matcher department = DEPARTMENT.matcher(text);
        if (department.matches()) {
            boolean same = department.group(1).equals("eq");
            return new FakeFilter(!same, false, user -> department.group(2).equals(user.department) == same);
        }
        Matcher endsWith = ENDS_WITH.matcher(text);
        if (endsWith.matches()) {
            return new FakeFilter(true, false, user -> user.mail != null && user.mail.endsWith(endsWith.group(1)));
        }
        throw new IllegalArgumentException("the fake does not know this filter: " + text);
    }

    boolean finds(FakeUser user) {
        return test.test(user);
    }

    private static List<String> values(String list) {
        List<String> values = new ArrayList<>();
        for (MatchResult value : VALUE.matcher(list).results().toList()) {
            values.add(lower(value.group(1).replace("''", "'")));
        }
        return values;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
