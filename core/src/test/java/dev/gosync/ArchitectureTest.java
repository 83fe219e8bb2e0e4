package dev.gosync;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
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
