package dev.gosync;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.gosync");

    @Test
    void the_contract_does_not_know_the_engine() {
        assertThat(CORE.that(resideInAPackage("dev.gosync.adapter.."))).hasSizeGreaterThan(20);

        noClasses()
                .that()
                .resideInAPackage("dev.gosync.adapter..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.gosync")
                .check(CORE);
    }

    @Test
    void the_contract_does_not_know_what_only_http_adapters_need() {
        noClasses()
                .that()
                .resideInAPackage("dev.gosync.adapter")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.gosync.adapter.http..")
                .check(CORE);
    }

    @Test
    void what_http_adapters_need_knows_the_contract_and_the_jdk_only() {
        assertThat(CORE.that(resideInAPackage("dev.gosync.adapter.http.."))).hasSizeGreaterThan(5);

        classes()
                .that()
                .resideInAPackage("dev.gosync.adapter.http..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.gosync.adapter..", "java..", "org.jspecify.annotations")
                .check(CORE);
    }

    @Test
    void what_http_adapters_need_is_final_and_inherits_from_the_jdk_only() {
        plain().check(CORE);
    }

    @Test
    void a_class_to_be_extended_a_class_that_extends_ours_and_json_are_noticed() {
        JavaClasses mistakes = new ClassFileImporter().importClasses(Open.class, Inheriting.class, JsonText.class);

        assertThat(plain().evaluate(mistakes).getFailureReport().getDetails())
                .hasSize(3)
                .anyMatch(fault -> fault.contains("Open"))
                .anyMatch(fault -> fault.contains("Inheriting"))
                .anyMatch(fault -> fault.contains("JsonText"));
    }

    private static ArchRule plain() {
        return classes()
                .that()
                .resideInAPackage("dev.gosync.adapter.http..")
                .or()
                .haveNameMatching(Pattern.quote(ArchitectureTest.class.getName()) + "\\$.*")
                .should(new ArchCondition<>("be final, inherit from the JDK only and leave JSON to the adapters") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean isFinal = type.getModifiers().contains(JavaModifier.FINAL);
                        boolean inherits = Stream.concat(
                                        type.getRawSuperclass().stream(), type.getRawInterfaces().stream())
                                .anyMatch(parent -> !parent.getPackageName().startsWith("java."));
                        boolean isJson = type.getName().toLowerCase(Locale.ROOT).contains("json");
                        events.add(new SimpleConditionEvent(
                                type,
                                (isFinal || type.getName().endsWith("package-info")) && !inherits && !isJson,
                                type.getName() + " is final: " + isFinal + ", inherits from ours: " + inherits
                                        + ", is about JSON: " + isJson));
                    }
                });
    }

    private static class Open {}

    private static final class Inheriting extends Open {}

    private static final class JsonText {}

    @Test
    void no_packages_form_a_cycle() {
        assertThat(CORE).hasSizeGreaterThan(60);

        slices().matching("(dev.gosync..)").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void no_types_form_a_cycle() {
        assertThat(CORE).hasSizeGreaterThan(60);

        slices().assignedFrom(new TopLevelType()).should().beFreeOfCycles().check(CORE);
    }

    /** Each top-level type is a slice, together with its nested types. */
    private static final class TopLevelType implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getFullName().replaceFirst("\\$.*", ""));
        }

        @Override
        public String getDescription() {
            return "top-level types";
        }
    }
}
