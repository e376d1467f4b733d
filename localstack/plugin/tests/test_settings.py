import pytest

from waymark_localstack.settings import Settings


def variables(folder) -> dict[str, str]:
    names = ("JAVA_HOME", "RUNTIME_CLIENT", "DYNAMODB", "NODE_MODULES")
    return {f"WAYMARK_LOCALSTACK_{name}": str(folder) for name in names}


def test_reads_every_folder(tmp_path):
    settings = Settings.of(variables(tmp_path))
    assert settings == Settings(tmp_path, tmp_path, tmp_path, tmp_path)


@pytest.mark.parametrize("name", ["JAVA_HOME", "RUNTIME_CLIENT", "DYNAMODB", "NODE_MODULES"])
def test_names_the_variable_that_is_missing(tmp_path, name):
    given = variables(tmp_path)
    del given[f"WAYMARK_LOCALSTACK_{name}"]
    with pytest.raises(ValueError, match=f"WAYMARK_LOCALSTACK_{name} is not set"):
        Settings.of(given)


def test_names_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ValueError, match="nothing is no folder"):
        Settings.of(variables(tmp_path / "nothing"))
