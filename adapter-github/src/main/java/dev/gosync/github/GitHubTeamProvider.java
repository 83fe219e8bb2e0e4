package dev.gosync.github;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.ConfigKey.Form;
import dev.gosync.adapter.Source;
import dev.gosync.adapter.http.BaseUrl;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes GitHub teams from a configuration: the type {@code github-team}. Threads may share it. */
public final class GitHubTeamProvider implements AdapterProvider {
    private static final String SAML = "saml";
    private static final String ENTERPRISE_SAML = "enterprise-saml";
    private static final String VERIFIED_EMAILS = "verified-emails";
    private static final String FILE = "file";
    private static final String LOGINS = "logins";

    /** For {@link java.util.ServiceLoader}. */
    public GitHubTeamProvider() {}

    @Override
    public String type() {
        return "github-team";
    }

    @Override
    public String summary() {
        return "A GitHub team: its members and the users invited to it, by e-mail address or by login";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(
                ConfigKey.of("organization", "The organization's login, as in github.com/LOGIN")
                        .required(),
                ConfigKey.of("team", "The team's slug, as in github.com/orgs/LOGIN/teams/SLUG")
                        .required(),
                ConfigKey.of("token", "A personal access token, classic or fine-grained; or use app-id")
                        .secret(),
                ConfigKey.of("app-id", "A GitHub App's number or client id, instead of a token"),
                ConfigKey.of("private-key-file", "For app-id: the App's private key, a PEM file")
                        .form(Form.PATH),
                ConfigKey.of("installation-id", "For app-id: the App's installation; by default one call finds it"),
                ConfigKey.of("identities", "How to find e-mail addresses, in this order; saml by default")
                        .form(Form.LIST)
                        .oneOf(SAML, ENTERPRISE_SAML, VERIFIED_EMAILS, FILE, LOGINS),
                ConfigKey.of(
                        "enterprise", "For enterprise-saml: the enterprise's slug, as in github.com/enterprises/SLUG"),
                ConfigKey.of("identities-file", "For file: a CSV file with the columns email and login")
                        .form(Form.PATH),
                ConfigKey.of("role", "The role of new members; existing members keep their role; member by default")
                        .oneOf("member", "maintainer"),
                ConfigKey.of("invite", "Invite users who are not in the organization; true by default")
                        .form(Form.FLAG),
                ConfigKey.of("remove-maintainers", "Remove maintainers like other members, except the last one")
                        .form(Form.FLAG),
                ConfigKey.of("remove-token-owner", "Remove the account that owns the token like other members")
                        .form(Form.FLAG),
                ConfigKey.of("base-url", "The address of a GitHub Enterprise Server, like https://github.example.com"));
    }

    /** {@return the organization, with the host of its GitHub if that is not github.com} */
    @Override
    public Optional<String> account(Config config) {
        try {
            String host = config.find("base-url")
                    .map(url -> endpoints(url).label())
                    .filter(label -> !label.isEmpty())
                    .map(label -> label + "/")
                    .orElse("");
            return config.find("organization").map(name -> "github " + host + name.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> rights() {
        return List.of(
                "Reading a team: read:org (classic token), or Members: read (fine-grained token or App)",
                "Changing a team: admin:org, of an owner or a maintainer of the team (classic token), or Members: write"
                        + " (fine-grained token or App)",
                "Cancelling invitations: admin:org, of an owner (classic token), or Members: write",
                "identities saml: read:org or admin:org, of an owner (classic token), or Members: read (App)",
                "identities enterprise-saml: read:enterprise, of an owner of the enterprise (classic token)",
                "Grant them to a token at https://github.com/settings/tokens; if the organization enforces single sign-on,"
                        + " also authorize the token there under Configure SSO",
                "Grant them to an App in its settings under Permissions & events; an owner of the organization then accepts"
                        + " them");
    }

    @Override
    public Map<String, Object> example() {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("organization", "acme");
        example.put("team", "platform");
        example.put("token", "${GITHUB_TOKEN}");
        return example;
    }

    @Override
    public Source create(Config config) {
        List<Fault> faults = new ArrayList<>();
        List<String> ways = config.list("identities").isEmpty() ? List.of(SAML) : config.list("identities");
        for (String name : List.of("organization", "team")) {
            attempt(name, faults, () -> GitHubOrganization.checkedName(config.text(name)));
        }
        config.find("base-url").ifPresent(url -> attempt("base-url", faults, () -> endpoints(url)));
        config.find("token").ifPresent(token -> attempt("token", faults, () -> GitHubOrganization.checkedToken(token)));
        config.find("app-id").ifPresent(id -> attempt("app-id", faults, () -> GitHubOrganization.checkedApp(id)));
        config.path("private-key-file")
                .ifPresent(file -> attempt("private-key-file", faults, () -> AppKey.read("", file)));
        credentials(config, faults);
        identities(config, ways, faults);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        GitHubTeam team = config.shared(
                        GitHubOrganization.class, account(config, ways), () -> organization(config, ways))
                .team(config.text("team"));
        if (config.find("role").filter("maintainer"::equals).isPresent()) {
            team = team.role(GitHubTeam.Role.MAINTAINER);
        }
        team = team.invite(config.flag("invite", true));
        if (config.flag("remove-maintainers")) {
            team = team.removingMaintainers();
        }
        return config.flag("remove-token-owner") ? team.removingTokenOwner() : team;
    }

    private static void attempt(String key, List<Fault> faults, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            faults.add(new Fault(key, String.valueOf(e.getMessage())));
        }
    }

    private static Endpoints endpoints(String url) {
        return Endpoints.of(BaseUrl.checked(url, "https://github.example.com"));
    }

    /** {@return what two teams must have in common to share an organization} */
    private static List<Object> account(Config config, List<String> ways) {
        return List.of(
                config.text("organization").toLowerCase(Locale.ROOT),
                credentials(config),
                config.find("installation-id"),
                config.find("enterprise"),
                config.path("identities-file"),
                ways);
    }

    /** {@return what two organizations must have in common to share a connection, which writes one after the other} */
    static List<Object> credentials(Config config) {
        return List.of(
                config.find("token"), config.find("app-id"), config.path("private-key-file"), config.find("base-url"));
    }

    private static GitHubOrganization organization(Config config, List<String> ways) {
        String name = config.text("organization");
        GitHubOrganization.Builder builder = config.find("token").isPresent()
                ? GitHubOrganization.withToken(name, config.find("token").orElseThrow())
                : GitHubOrganization.withApp(
                        name,
                        config.find("app-id").orElseThrow(),
                        config.path("private-key-file").orElseThrow());
        config.find("installation-id").ifPresent(id -> builder.installationId(Long.parseLong(id)));
        config.find("base-url").ifPresent(url -> builder.baseUrl(URI.create(url)));
        return builder.identities(ways.stream()
                        .map(way -> identities(config, way))
                        .reduce(GitHubIdentities::or)
                        .orElseThrow())
                .retry(config.retry())
                .sharing(config.shared(GitHubApi.class, credentials(config), builder::api))
                .build();
    }

    private static GitHubIdentities identities(Config config, String way) {
        return switch (way) {
            case ENTERPRISE_SAML ->
                GitHubIdentities.enterpriseSaml(config.find("enterprise").orElseThrow());
            case VERIFIED_EMAILS -> GitHubIdentities.verifiedEmails();
            case FILE -> GitHubIdentities.file(config.path("identities-file").orElseThrow());
            case LOGINS -> GitHubIdentities.logins();
            default -> GitHubIdentities.saml();
        };
    }

    private static void credentials(Config config, List<Fault> faults) {
        boolean token = config.find("token").isPresent();
        boolean app = config.find("app-id").isPresent();
        boolean key = config.path("private-key-file").isPresent();
        if (!token && !app) {
            faults.add(new Fault("token", "is missing: set token, or app-id and private-key-file"));
        }
        if (token && app) {
            faults.add(new Fault("app-id", "cannot be combined with token; remove one of them"));
        }
        if (app && !key) {
            faults.add(new Fault("private-key-file", "is missing: app-id needs the App's private key"));
        }
        if (!app && key) {
            faults.add(new Fault("private-key-file", "is for a GitHub App: set app-id, or remove it"));
        }
        config.find("installation-id").ifPresent(id -> {
            if (!app) {
                faults.add(new Fault("installation-id", "is for a GitHub App: set app-id, or remove it"));
            } else if (!id.matches("[1-9]\\d{0,17}")) {
                faults.add(new Fault("installation-id", "must be the number at the end of the installation's address"));
            }
        });
    }

    private static void identities(Config config, List<String> ways, List<Fault> faults) {
        if (ways.contains(LOGINS) && ways.size() > 1) {
            faults.add(new Fault(
                    "identities", "must not combine logins with another way: members are logins or e-mail addresses"));
        }
        if (ways.stream().distinct().count() < ways.size()) {
            faults.add(new Fault("identities", "must not name the same way twice"));
        }
        belongs("enterprise", config.find("enterprise").isPresent(), ENTERPRISE_SAML, ways, faults);
        belongs("identities-file", config.path("identities-file").isPresent(), FILE, ways, faults);
    }

    private static void belongs(String key, boolean there, String way, List<String> ways, List<Fault> faults) {
        if (ways.contains(way) && !there) {
            faults.add(new Fault(key, "is missing: " + way + " in identities needs it"));
        }
        if (!ways.contains(way) && there) {
            faults.add(new Fault(key, "is for " + way + ": add it to identities, or remove this key"));
        }
    }
}
