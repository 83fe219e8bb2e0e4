package dev.gosync.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The people whom the SAML identity provider of the organization, or of its enterprise, knows. */
final class SamlIdentities implements IdentitySource {
    private final GitHubApi api;
    private final Map<String, String> owner;
    private final boolean ofEnterprise;

    private SamlIdentities(GitHubApi api, Map<String, String> owner, boolean ofEnterprise) {
        this.api = api;
        this.owner = owner;
        this.ofEnterprise = ofEnterprise;
    }

    static SamlIdentities ofOrganization(GitHubApi api, String organization) {
        return new SamlIdentities(api, Map.of("organization", organization), false);
    }

    static SamlIdentities ofEnterprise(GitHubApi api, String enterprise) {
        return new SamlIdentities(api, Map.of("enterprise", enterprise), true);
    }

    @Override
    public boolean findsLogins() {
        return true;
    }

    @Override
    public boolean findsEmails() {
        return true;
    }

    @Override
    public Page page(String place, Optional<String> cursor) throws InterruptedException {
        Document document = ofEnterprise ? Document.ENTERPRISE_SAML_IDENTITIES : Document.SAML_IDENTITIES;
        Map<String, Object> variables = new LinkedHashMap<>(owner);
        cursor.ifPresent(after -> variables.put("after", after));
        return api.query(place, document, variables, data -> {
            JsonNode all = provider(place, document, data).required("externalIdentities");
            List<String> ids = new ArrayList<>();
            GitHubApi.list(all, "nodes").forEach(identity -> ids.add(GitHubApi.text(identity, "id")));
            return new Page(
                    people(all),
                    ids,
                    GitHubApi.next(all),
                    all.required("totalCount").asInt());
        });
    }

    @Override
    public List<GitHubAccount> ofLogins(String place, List<String> logins) throws InterruptedException {
        return each(
                place,
                ofEnterprise ? Document.ENTERPRISE_SAML_IDENTITIES_OF_LOGINS : Document.SAML_IDENTITIES_OF_LOGINS,
                "login",
                logins);
    }

    /** GitHub finds people by user name only, not by their other addresses. */
    @Override
    public List<GitHubAccount> ofEmails(String place, List<String> emails) throws InterruptedException {
        return each(
                place,
                ofEnterprise
                        ? Document.ENTERPRISE_SAML_IDENTITIES_OF_USER_NAMES
                        : Document.SAML_IDENTITIES_OF_USER_NAMES,
                "userName",
                emails);
    }

    private List<GitHubAccount> each(String place, Document document, String variable, List<String> values)
            throws InterruptedException {
        return api.queryEach(place, document, owner, variable, values, data -> {
            JsonNode provider = provider(place, document, data);
            List<GitHubAccount> found = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                found.addAll(people(provider.required("of_" + i)));
            }
            return found;
        });
    }

    private JsonNode provider(String place, Document document, JsonNode data) {
        JsonNode owner = data.required(ofEnterprise ? "enterprise" : "organization");
        if (owner.isNull()) {
            throw api.failures()
                    .notFound(
                            place,
                            document.operation(),
                            ofEnterprise ? "the enterprise was not found" : "the organization was not found");
        }
        JsonNode from = ofEnterprise ? owner.required("ownerInfo") : owner;
        JsonNode provider = from.path("samlIdentityProvider");
        if (provider.isObject()) {
            return provider;
        }
        throw api.failures()
                .noProvider(place, document.operation(), ofEnterprise ? "the enterprise" : "the organization");
    }

    private static List<GitHubAccount> people(JsonNode connection) {
        List<GitHubAccount> people = new ArrayList<>();
        for (JsonNode identity : GitHubApi.list(connection, "nodes")) {
            JsonNode user = identity.required("user"); // null here would mean that the answer is incomplete
            if (!user.isNull()) { // null: this identity has no account yet
                people.add(new GitHubAccount(GitHubApi.text(user, "login"), emails(identity)));
            }
        }
        return people;
    }

    /** The name id comes first, then the SCIM user name, then the other addresses. */
    private static List<String> emails(JsonNode identity) {
        JsonNode saml = identity.path("samlIdentity");
        JsonNode scim = identity.path("scimIdentity");
        List<String> emails = new ArrayList<>();
        emails.add(saml.path("nameId").asText(""));
        emails.add(scim.path("username").asText(""));
        emails.add(saml.path("username").asText(""));
        for (boolean primary : new boolean[] {true, false}) {
            for (JsonNode from : List.of(scim, saml)) {
                for (JsonNode email : from.path("emails")) {
                    if (email.path("primary").asBoolean(false) == primary) {
                        emails.add(email.path("value").asText(""));
                    }
                }
            }
        }
        return emails;
    }
}
