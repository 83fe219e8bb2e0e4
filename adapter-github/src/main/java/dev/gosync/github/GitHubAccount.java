package dev.gosync.github;

import dev.gosync.adapter.Matching;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An account and its e-mail addresses.
 *
 * @param login as GitHub spells it
 * @param emails each once, ignoring case; the person is listed under the first one
 */
record GitHubAccount(String login, List<String> emails) {
    GitHubAccount {
        Map<String, String> each = new LinkedHashMap<>();
        for (String email : emails) {
            if (email.indexOf('@') > 0 && !email.isBlank()) {
                each.putIfAbsent(emailKey(email), email.strip());
            }
        }
        emails = List.copyOf(each.values());
    }

    /** {@return the same key for all spellings of one login} */
    static String loginKey(String login) {
        return login.toLowerCase(Locale.ROOT);
    }

    /** {@return the same key for all spellings of one e-mail address} */
    static String emailKey(String email) {
        return Matching.ignoringCase().key(email.strip());
    }

    /** {@return the same account with the addresses of both} */
    GitHubAccount and(GitHubAccount other) {
        List<String> both = new ArrayList<>(emails);
        both.addAll(other.emails);
        return new GitHubAccount(login, both);
    }

    String key() {
        return loginKey(login);
    }
}
