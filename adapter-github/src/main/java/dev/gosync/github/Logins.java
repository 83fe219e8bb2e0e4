package dev.gosync.github;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Things are logins, so there is nothing to translate. */
final class Logins implements Translation {
    /** The logins of managed users also have an underscore, before the short code of their enterprise. */
    private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

    /** {@return whether a text can be a login} Only such a text becomes part of an address. */
    static boolean isLogin(String text) {
        return LOGIN.matcher(text).matches();
    }

    @Override
    public String leftOutAs() {
        return "invited by e-mail";
    }

    @Override
    public boolean knowsEmails() {
        return false;
    }

    @Override
    public boolean findsMembersOnly() {
        return false;
    }

    @Override
    public Map<String, List<String>> names(String place, Collection<String> logins) {
        return things(place, logins);
    }

    @Override
    public Map<String, List<String>> things(String place, Collection<String> logins) {
        Map<String, List<String>> things = new LinkedHashMap<>();
        logins.forEach(login -> things.put(GitHubAccount.loginKey(login), List.of(login)));
        return things;
    }

    @Override
    public Map<String, Set<String>> logins(String place, Collection<String> things) {
        Map<String, Set<String>> logins = new LinkedHashMap<>();
        things.forEach(thing -> logins.put(thing, isLogin(thing) ? Set.of(thing) : Set.of()));
        return logins;
    }
}
