package dev.gosync.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The allowed dependencies between all packages of the program. */
final class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.gosync");

    private static final String PROGRAMS = "dev.gosync";
    private static final String CONTRACT = "dev.gosync.adapter..";
    private static final String[] CORE = {PROGRAMS, CONTRACT};
    private static final String CLI = "dev.gosync.cli..";
    private static final String CONFIG = "dev.gosync.config..";
    private static final String JOURNAL = "dev.gosync.journal..";
    private static final String JDK = "java..";

    private static final String[] OKHTTP = {"okhttp3..", "okio..", "kotlin.."};
    private static final String[] JACKSON = {"com.fasterxml.jackson.."};
    private static final String[] CSV = {"de.siegmar.fastcsv.."};

    /** By adapter: what it may know besides the JDK, JSpecify and core. Its vendor's client, or what it calls the vendor with. */
    private static final Map<String, List<String[]>> CLIENTS = Map.of(
            "entra", List.of(OKHTTP, JACKSON, packages("com.microsoft.aad.msal4j..")),
            "file", List.of(CSV, packages("com.fasterxml.jackson.core..", "org.snakeyaml.engine..")),
            "github", List.of(OKHTTP, JACKSON, CSV, packages("org.kohsuke.github..")),
            "google", List.of(OKHTTP, packages("com.google.api..", "com.google.auth..")),
            "opsgenie", List.of(OKHTTP, JACKSON),
            "slack", List.of(OKHTTP, packages("com.slack.api..", "com.google.gson..")),
            "terraform", List.of(OKHTTP, JACKSON));

    private static String[] packages(String... names) {
        return names;
    }

    private static Set<String> adapters() {
        return OURS.stream()
                .map(JavaClass::getPackageName)
                .filter(name ->
                        !name.equals(PROGRAMS) && !name.matches("dev\\.gosync\\.(adapter|config|journal|cli)(\\..*)?"))
                .map(name -> name.replaceFirst("^dev\\.gosync\\.([a-z]+).*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertSeen(int atLeast, String packages) {
        assertThat(OURS.that(resideInAPackage(packages)))
                .as("classes in " + packages)
                .hasSizeGreaterThan(atLeast);
    }

    @Test
    void core_depends_on_the_jdk_and_jspecify_only() {
        assertSeen(30, PROGRAMS);
        assertSeen(15, CONTRACT);

        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat(
                        not(resideInAnyPackage(PROGRAMS, CONTRACT, JDK, "javax.net.ssl", "org.jspecify.annotations")))
                .check(OURS);
    }

    @Test
    void adapters_depend_on_the_contract_only() {
        assertThat(adapters()).contains("file");

        for (String adapter : adapters()) {
            String packages = "dev.gosync." + adapter + "..";
            assertSeen(3, packages);
            noClasses()
                    .that()
                    .resideInAPackage(packages)
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("dev.gosync..").and(not(resideInAnyPackage(CONTRACT, packages))))
                    .check(OURS);
        }
    }

    @Test
    void an_adapter_knows_core_and_its_vendors_client_only() {
        assertThat(adapters()).containsExactlyInAnyOrderElementsOf(CLIENTS.keySet());

        CLIENTS.forEach((adapter, clients) -> {
            String packages = "dev.gosync." + adapter + "..";
            String[] allowed = Stream.concat(
                            Stream.of(packages, CONTRACT, JDK, "javax.net.ssl..", "org.jspecify.annotations"),
                            clients.stream().flatMap(Arrays::stream))
                    .toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(packages)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(allowed)
                    .check(OURS);
        });
    }

    @Test
    void an_adapter_knows_each_library_that_it_is_allowed_to_know() {
        CLIENTS.forEach((adapter, clients) -> {
            JavaClasses ours = OURS.that(resideInAPackage("dev.gosync." + adapter + ".."));
            assertThat(clients)
                    .allSatisfy(client -> assertThat(ours.stream()
                                    .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                                    .map(Dependency::getTargetClass)
                                    .anyMatch(resideInAnyPackage(client)))
                            .as(adapter + " uses " + client[0])
                            .isTrue());
        });
    }

    @Test
    void no_adapter_depends_on_another() {
        assertSeen(3, "dev.gosync.file..");

        slices().matching("dev.gosync.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(resideInAPackage("dev.gosync.."), resideInAPackage(CONTRACT))
                .ignoreDependency(resideInAPackage(CLI), resideInAnyPackage(CONFIG, JOURNAL))
                .check(OURS);
    }

    @Test
    void the_configuration_depends_on_core_only() {
        dependsOnCoreOnly(CONFIG, 15);
    }

    @Test
    void the_journal_depends_on_core_only() {
        dependsOnCoreOnly(JOURNAL, 10);
    }

    private static void dependsOnCoreOnly(String packages, int classes) {
        assertSeen(classes, packages);

        noClasses()
                .that()
                .resideInAPackage(packages)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.gosync..").and(not(resideInAnyPackage(PROGRAMS, CONTRACT, packages))))
                .check(OURS);
    }

    @Test
    void the_command_line_depends_on_no_adapter() {
        assertSeen(20, CLI);

        noClasses()
                .that()
                .resideInAPackage(CLI)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.gosync..")
                        .and(not(resideInAnyPackage(PROGRAMS, CONTRACT, CONFIG, JOURNAL, CLI))))
                .check(OURS);
    }

    @Test
    void every_package_is_null_marked() {
        Set<JavaPackage> packages = OURS.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
        assertThat(packages).hasSizeGreaterThan(2);
        assertThat(OURS).hasSizeGreaterThan(60);

        assertThat(packages)
                .allSatisfy(each -> assertThat(each.isAnnotatedWith(NullMarked.class))
                        .as(each.getName() + " is annotated with @NullMarked in its package-info.java")
                        .isTrue());
    }
}
