namespace Parvis.Audit.Records;

/// <summary>Names of the facts of a file, as in the report and its schema. A reader adds to the list what it measures.</summary>
internal static class FactNames
{
    /// <summary>How many tensors.</summary>
    public const string Tensors = "tensors";

    /// <summary>How many numbers in all tensors.</summary>
    public const string Parameters = "parameters";

    /// <summary>Object: type of element → how many tensors have it.</summary>
    public const string Types = "dtypes";

    /// <summary>Object: tensor → its shape. At most 10,000; <see cref="Tensors"/> counts all.</summary>
    public const string Shapes = "shapes";

    /// <summary>Object: tensor → SHA-256 of its bytes, lower-case hexadecimal.</summary>
    public const string TensorDigests = "tensorDigests";

    /// <summary>Name of the architecture, in the words of the file.</summary>
    public const string Architecture = "architecture";

    /// <summary>Quantisation, in the words of the file.</summary>
    public const string Quantisation = "quantisation";

    /// <summary>Licence, in the words of the file.</summary>
    public const string Licence = "licence";

    /// <summary>What was the model made from.</summary>
    public const string BaseModel = "baseModel";

    /// <summary>Array: files or addresses outside that it refers to.</summary>
    public const string External = "externalReferences";

    /// <summary>Version of the format.</summary>
    public const string FormatVersion = "formatVersion";

    /// <summary>Array: imports a pickle reaches, as <c>module.name</c>.</summary>
    public const string Imports = "imports";

    /// <summary>Array: of the <see cref="Imports"/>, those a pickle calls.</summary>
    public const string Calls = "calls";

    /// <summary>Type of an array's elements, in the words of NumPy.</summary>
    public const string ElementType = "elementType";

    /// <summary>How many arrays of NumPy a pickle holds.</summary>
    public const string Arrays = "arrays";

    /// <summary>How many pickles a file holds, one after the other.</summary>
    public const string Streams = "streams";

    /// <summary>Object: operator → how often.</summary>
    public const string Operators = "operators";

    /// <summary>Object: operator set → version.</summary>
    public const string OperatorSets = "operatorSets";

    /// <summary>How many rows of data.</summary>
    public const string Rows = "rows";

    /// <summary>Array of objects: <c>name</c>, <c>type</c>, <c>nulls</c> of each column.</summary>
    public const string Columns = "columns";

    /// <summary>How many members a container has.</summary>
    public const string Members = "members";

    /// <summary>The program that wrote the file, in its own words.</summary>
    public const string Producer = "producer";

    /// <summary>Version of that program.</summary>
    public const string ProducerVersion = "producerVersion";

    /// <summary>How many nodes the main graph has.</summary>
    public const string Nodes = "nodes";

    /// <summary>How many nodes there are with those of graphs within graphs, of functions and of training.</summary>
    public const string AllNodes = "allNodes";

    /// <summary>Array: names of what goes in.</summary>
    public const string Inputs = "inputs";

    /// <summary>Array: names of what comes out.</summary>
    public const string Outputs = "outputs";

    /// <summary>Array: functions that the model defines itself.</summary>
    public const string Functions = "functions";

    /// <summary>Object: what the file says about itself, key → value.</summary>
    public const string Metadata = "metadata";

    /// <summary>How many sparse tensors.</summary>
    public const string SparseTensors = "sparseTensors";

    /// <summary>How many steps of training are described.</summary>
    public const string Training = "training";

    /// <summary>Family of architectures that the names of the tensors belong to: what was measured, where <see cref="Architecture"/> is what was said.</summary>
    public const string Layout = "layout";

    /// <summary>Name of the model or data set, in the words of the file.</summary>
    public const string Name = "name";

    /// <summary>Who made it, in the words of the file.</summary>
    public const string Author = "author";

    /// <summary>Array: languages, in the words of the file.</summary>
    public const string Languages = "languages";

    /// <summary>Array: tags.</summary>
    public const string Tags = "tags";

    /// <summary>Array: data sets it was made with.</summary>
    public const string DataSets = "datasets";

    /// <summary>The type most bytes of the tensors have: what was measured, where <see cref="Quantisation"/> is what was said.</summary>
    public const string MeasuredQuantisation = "measuredQuantisation";

    /// <summary>Kind of tokenizer.</summary>
    public const string Tokenizer = "tokenizer";

    /// <summary>How many tokens fit into its context.</summary>
    public const string ContextLength = "contextLength";

    /// <summary>Object: size of the architecture (layers, width, heads …), in the words of the file.</summary>
    public const string Sizes = "sizes";

    /// <summary>Array: names of its chat templates.</summary>
    public const string Templates = "chatTemplates";

    /// <summary><c>little</c> or <c>big</c>.</summary>
    public const string ByteOrder = "byteOrder";

    /// <summary>SPDX expression of <see cref="Licence"/>, or of the licence whose text the file is.</summary>
    public const string LicenceId = "licenceId";

    /// <summary>Name of a licence that has no id.</summary>
    public const string LicenceName = "licenceName";

    /// <summary>Where the licence is.</summary>
    public const string LicenceLink = "licenceLink";

    /// <summary>Array of objects: <c>id</c> and <c>quote</c>, the words by which the text of a licence is known.</summary>
    public const string LicenceEvidence = "licenceEvidence";

    /// <summary>Kind of model, in the words of the transformers library.</summary>
    public const string ModelType = "modelType";

    /// <summary>Type of numbers the model is meant to be used with.</summary>
    public const string Type = "dtype";

    /// <summary>Array: classes of code beside the model, or in another repository, that a program is told to run.</summary>
    public const string RemoteCode = "remoteCode";

    /// <summary>Array: files of a model in several files.</summary>
    public const string Shards = "shards";

    /// <summary>Bytes of all tensors, in the words of the file.</summary>
    public const string TotalBytes = "totalBytes";

    /// <summary>Object: the facts a card states about its model or data set, as they stand there.</summary>
    public const string Card = "card";

    /// <summary>Array: headings of a document.</summary>
    public const string Headings = "headings";

    /// <summary>Array: measures it was evaluated with.</summary>
    public const string Metrics = "metrics";

    /// <summary>Library it is used with.</summary>
    public const string Library = "library";

    /// <summary>What it is made for.</summary>
    public const string Task = "task";

    /// <summary>Digital object identifier.</summary>
    public const string Doi = "doi";

    /// <summary>Version of the work itself.</summary>
    public const string ModelVersion = "version";

    /// <summary>Day it was released.</summary>
    public const string Released = "released";

    /// <summary>Array: packages it needs.</summary>
    public const string Requirements = "requirements";

    /// <summary>SHA-256 of the file that a pointer stands for.</summary>
    public const string PointedSha256 = "pointedSha256";

    /// <summary>How many pieces a vocabulary has.</summary>
    public const string Vocabulary = "vocabulary";

    /// <summary>What the file says it is, in its own words.</summary>
    public const string Description = "description";

    /// <summary>Array: names of further descriptions in the file.</summary>
    public const string MetadataNames = "metadataNames";

    /// <summary>Array: signatures by which a model is called.</summary>
    public const string Signatures = "signatures";

    /// <summary>Array: further files that belong to the model.</summary>
    public const string Assets = "assets";

    /// <summary>How many layers.</summary>
    public const string Layers = "layers";

    /// <summary>How many groups of rows, or batches of them, a table is stored in.</summary>
    public const string RowGroups = "rowGroups";

    /// <summary>Array: how a table is compressed.</summary>
    public const string Codecs = "codecs";

    /// <summary>How many rows have more or fewer cells than the first.</summary>
    public const string Ragged = "raggedRows";

    /// <summary>How a text table is written: <c>encoding</c> and <c>delimiter</c>.</summary>
    public const string Dialect = "dialect";

    /// <summary>How many dictionaries a table has.</summary>
    public const string Dictionaries = "dictionaries";
}
