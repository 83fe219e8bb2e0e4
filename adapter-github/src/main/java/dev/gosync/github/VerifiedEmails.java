package dev.gosync.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The addresses of the organization's members, in domains that the organization has verified. */
final class VerifiedEmails implements IdentitySource {
    private final GitHubApi api;
    private final String organization;

    VerifiedEmails(GitHubApi api, String organization) {
        this.api = api;
        this.organization = organization;
    }

    /** GitHub shows these addresses of members only. */
    @Override
    public boolean findsMembersOnly() {
        return true;
    }

    @Override
    public boolean findsLogins() {
        return true;
    }

    @Override
    public Page page(String place, Optional<String> cursor) throws InterruptedException {
        Document document = Document.VERIFIED_EMAILS;
        Map<String, Object> variables = new LinkedHashMap<>(Map.of("organization", organization));
        cursor.ifPresent(after -> variables.put("after", after));
        return api.query(place, document, variables, data -> {
            JsonNode owner = data.required("organization");
            if (owner.isNull()) {
                throw api.failures()
                        .notFound(place, document.operation(), "the organization " + organization + " was not found");
            }
            JsonNode members = owner.required("membersWithRole");
            List<GitHubAccount> people = new ArrayList<>();
            GitHubApi.list(members, "nodes").forEach(user -> people.add(person(user)));
            return new Page(
                    people,
                    people.stream().map(GitHubAccount::key).toList(),
                    GitHubApi.next(members),
                    members.required("totalCount").asInt());
        });
    }

    @Override
    public List<GitHubAccount> ofLogins(String place, List<String> logins) throws InterruptedException {
        return api.queryEach(
                place,
                Document.VERIFIED_EMAILS_OF_LOGINS,
                Map.of("organization", organization),
                "login",
                logins,
                data -> {
                    List<GitHubAccount> people = new ArrayList<>();
                    for (int i = 0; i < logins.size(); i++) {
                        JsonNode user = data.required("user_" + i);
                        if (!user.isNull()) {
                            people.add(person(user));
                        }
                    }
                    return people;
                });
    }

    private static GitHubAccount person(JsonNode user) {
        List<String> emails = new ArrayList<>();
        GitHubApi.list(user, "organizationVerifiedDomainEmails").forEach(email -> emails.add(email.asText("")));
        return new GitHubAccount(GitHubApi.text(user, "login"), emails);
    }
}
