package dev.gosync.github;

import static dev.gosync.github.FakeState.key;

import dev.gosync.github.FakeState.Account;
import dev.gosync.github.FakeState.Team;
import dev.gosync.github.GraphQlSchema.FieldError;
import dev.gosync.github.GraphQlText.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers GraphQL queries from the state of the fake. */
final class FakeGraphQl {
    private final GraphQlSchema schema = new GraphQlSchema();
    private final FakeState state;

    FakeGraphQl(FakeState state) {
        this.state = state;
    }

    /**
     * Reads a query.
     *
     * @throws IllegalArgumentException if the query or one of its variables does not match the schema
     */
    Query checked(String text, Map<?, ?> variables) {
        Query query = schema.checked(text);
        schema.checkVariables(query, variables);
        return query;
    }

    /** Returns the answer to a checked query. */
    Map<String, Object> answer(Query query, Map<?, ?> variables) {
        return schema.answer(query, variables, root());
    }

    private Map<String, Object> root() {
        return Map.of(
                "viewer", user(state.account(GitHubFake.OWNER)),
                "user", field(arguments -> user(found("User", state.accounts.get(key(arguments.get("login")))))),
                "organization",
                        field(arguments -> {
                            found(
                                    "Organization",
                                    key(arguments.get("login")).equals(GitHubFake.ORGANIZATION) ? true : null);
                            return organization();
                        }),
                "enterprise",
                        field(arguments -> {
                            found("Enterprise", key(arguments.get("slug")).equals(GitHubFake.ENTERPRISE) ? true : null);
                            return Map.of(
                                    "ownerInfo",
                                    state.provider == GitHubFake.Provider.ENTERPRISE
                                            ? Map.of("samlIdentityProvider", identities())
                                            : Map.of());
                        }));
    }

    private Map<String, Object> organization() {
        Map<String, Object> organization = new LinkedHashMap<>();
        organization.put("login", GitHubFake.ORGANIZATION);
        organization.put("team", field(arguments -> {
            Team team = state.teams.get(key(arguments.get("slug")));
            return team == null ? null : Map.of("members", field(with -> members(team, with)));
        }));
        organization.put(
                "membersWithRole",
                field(arguments -> connection(
                        arguments,
                        "nodes",
                        state.accounts.values().stream()
                                .filter(account -> account.inOrganization)
                                .map(this::user)
                                .toList())));
        if (state.provider == GitHubFake.Provider.ORGANIZATION) {
            organization.put("samlIdentityProvider", identities());
        }
        return organization;
    }

    private Map<String, Object> members(Team team, Map<String, Object> arguments) {
        Map<String, String> roles = new LinkedHashMap<>(team.roles);
        if (!"IMMEDIATE".equals(arguments.get("membership"))) {
            team.children.forEach(child -> state.teams.get(child).roles.forEach(roles::putIfAbsent));
        }
        List<Map<String, Object>> edges = new ArrayList<>();
        if (!Map.of("field", "LOGIN", "direction", "ASC").equals(arguments.get("orderBy"))) {
            throw new FieldError("UNPROCESSABLE", "The fake orders by login, ascending, and nothing else.");
        }
        new TreeMap<>(roles).forEach((login, role) -> {
            String name = role.toUpperCase(Locale.ROOT);
            if (name.equals(arguments.getOrDefault("role", name))) {
                edges.add(Map.of("role", name, "node", user(state.accounts.get(login))));
            }
        });
        return connection(arguments, "edges", edges);
    }

    private Map<String, Object> identities() {
        return Map.of("externalIdentities", field(arguments -> {
            List<Map<String, Object>> found = new ArrayList<>();
            String login = key(arguments.get("login"));
            String userName = key(arguments.get("userName"));
            for (Account account : state.accounts.values()) {
                boolean asked =
                        (!arguments.containsKey("login") || key(account.login).equals(login))
                                && (!arguments.containsKey("userName")
                                        || key(account.nameId).equals(userName)
                                        || key(account.scimName).equals(userName));
                if (asked && (account.nameId != null || account.scimName != null || !account.emails.isEmpty())) {
                    found.add(identity(account));
                }
            }
            for (int i = 0; i < state.unlinked && !arguments.containsKey("login"); i++) {
                found.add(Map.of("id", "EI_" + i, "samlIdentity", Map.of("nameId", "unlinked" + i + "@example.com")));
            }
            return connection(arguments, "nodes", found);
        }));
    }

    private Map<String, Object> identity(Account account) {
        List<Object> emails = new ArrayList<>();
        account.emails.forEach(email -> emails.add(Map.of("value", email, "primary", emails.isEmpty())));
        Map<String, Object> saml = new LinkedHashMap<>();
        saml.put("nameId", account.nameId);
        saml.put("emails", emails);
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("samlIdentity", saml);
        identity.put("scimIdentity", account.scimName == null ? null : Map.of("username", account.scimName));
        identity.put("user", user(account));
        identity.put("id", "EI_" + account.login);
        return identity;
    }

    private Map<String, Object> user(Account account) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("login", account.login);
        user.put(
                "organizationVerifiedDomainEmails",
                field(arguments -> isOurs(arguments) ? account.verified : List.of()));
        user.put(
                "organization",
                field(arguments -> account.inOrganization && isOurs(arguments) ? organization() : null));
        return user;
    }

    private static boolean isOurs(Map<String, Object> arguments) {
        return key(arguments.get("login")).equals(GitHubFake.ORGANIZATION);
    }

    private static Map<String, Object> connection(Map<String, Object> arguments, String name, List<?> all) {
        int from = cursor(arguments.get("after"), 0);
        int to = cursor(arguments.get("before"), all.size());
        if (arguments.get("first") instanceof Long first) {
            to = Math.min(to, from + first.intValue());
        }
        if (arguments.get("last") instanceof Long last) {
            from = Math.max(from, to - last.intValue());
        }
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("hasNextPage", to < all.size());
        info.put("endCursor", all.isEmpty() ? null : "cursor:" + to);
        info.put("hasPreviousPage", from > 0);
        info.put("startCursor", all.isEmpty() ? null : "cursor:" + from);
        return Map.of(name, all.subList(from, to), "pageInfo", info, "totalCount", all.size());
    }

    /** Returns the position in a list that a cursor means. */
    private static int cursor(@Nullable Object cursor, int otherwise) {
        return cursor == null
                ? otherwise
                : Integer.parseInt(String.valueOf(cursor).substring("cursor:".length()));
    }

    private static Function<Map<String, Object>, Object> field(Function<Map<String, Object>, Object> field) {
        return field;
    }

    private static <T> T found(String type, @Nullable T value) {
        if (value == null) {
            throw new FieldError("NOT_FOUND", "Could not resolve to a " + type + " with that name.");
        }
        return value;
    }
}
