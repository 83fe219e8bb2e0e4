package dev.gosync.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The addresses that members of the organization have in domains which the organization has verified. */
final class VerifiedEmails implements IdentitySource {
    private final Api api;
    private final String organization;

    VerifiedEmails(Api api, String organization) {
        this.api = api;
        this.organization = organization;
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
                throw api.notFound(place, document.operation(), "there is no such organization");
            }
            JsonNode members = owner.required("membersWithRole");
            List<Person> people = new ArrayList<>();
            Api.list(members, "nodes").forEach(user -> people.add(person(user)));
            return new Page(
                    people,
                    Api.next(members, cursor),
                    members.required("totalCount").asInt());
        });
    }

    @Override
    public List<Person> ofLogins(String place, List<String> logins) throws InterruptedException {
        return api.queryEach(
                place,
                Document.VERIFIED_EMAILS_OF_LOGINS,
                Map.of("organization", organization),
                "login",
                logins,
                data -> {
                    List<Person> people = new ArrayList<>();
                    for (int i = 0; i < logins.size(); i++) {
                        JsonNode user = data.required("user_" + i);
                        if (!user.isNull()) {
                            people.add(person(user));
                        }
                    }
                    return people;
                });
    }

    private static Person person(JsonNode user) {
        List<String> emails = new ArrayList<>();
        Api.list(user, "organizationVerifiedDomainEmails").forEach(email -> emails.add(email.asText("")));
        return new Person(Api.text(user, "login"), emails);
    }
}
