namespace Parvis.Audit.Records.Pickle;

internal static partial class Trusts
{
    private static readonly HashSet<string> Allowed = Names(
        // Python
        "builtins: set frozenset dict list tuple int float complex bool str bytes bytearray object range slice type NotImplemented Ellipsis Exception BaseException KeyboardInterrupt StopIteration StopAsyncIteration GeneratorExit SystemExit",
        "collections: OrderedDict defaultdict Counter deque ChainMap UserDict UserList UserString",
        "datetime: datetime date time timedelta timezone",
        "decimal: Decimal", "_pydecimal: Decimal", "fractions: Fraction", "uuid: UUID SafeUUID", "array: array _array_reconstructor",
        "copyreg: _reconstructor __newobj__ __newobj_ex__",
        "_codecs: encode",
        "pathlib: Path PosixPath WindowsPath PurePath PurePosixPath PureWindowsPath", "pathlib._local: Path PosixPath WindowsPath PurePath PurePosixPath PureWindowsPath",
        "argparse: Namespace", "types: SimpleNamespace NoneType", "enum: Enum IntEnum Flag IntFlag", "random: Random", "string: Template", "itertools: count",
        "re: _compile", "ipaddress: IPv4Address IPv6Address IPv4Network IPv6Network", "zoneinfo: ZoneInfo._unpickle", "logging: getLogger Logger", "io: BytesIO StringIO", "_io: BytesIO StringIO",
        "time: struct_time", "collections.abc: Mapping Sequence", "typing: Any Union Optional List Dict Tuple", "__future__: annotations division print_function",
        // NumPy
        "numpy: ndarray dtype matrix recarray record generic bool bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 float128 longdouble complex64 complex128 int_ intc float_ str_ bytes_ void datetime64 timedelta64 object_ number integer floating",
        "numpy.core.multiarray: _reconstruct scalar ndarray dtype", "numpy.core._internal: _reconstruct", "numpy._core.multiarray: _reconstruct scalar ndarray dtype",
        "numpy.core.numeric: _frombuffer", "numpy._core.numeric: _frombuffer",
        "numpy.ma.core: MaskedArray _mareconstruct", "numpy.ma: MaskedArray", "numpy.matrixlib.defmatrix: matrix", "numpy.rec: recarray", "numpy.core.records: recarray record", "numpy._core.records: recarray record",
        "numpy.dtypes: Float16DType Float32DType Float64DType Int8DType Int16DType Int32DType Int64DType UInt8DType UInt16DType UInt32DType UInt64DType BoolDType ObjectDType StrDType BytesDType",
        "numpy.polynomial.polynomial: Polynomial", "numpy: poly1d", "numpy.lib.polynomial: poly1d",
        "numpy.random._pickle: __randomstate_ctor __generator_ctor __bit_generator_ctor", "numpy.random: __RandomState_ctor RandomState Generator", "numpy.random.mtrand: RandomState __randomstate_ctor", "numpy.random._generator: Generator",
        "numpy.random._mt19937: MT19937", "numpy.random._pcg64: PCG64 PCG64DXSM", "numpy.random._philox: Philox", "numpy.random._sfc64: SFC64", "numpy.random.bit_generator: SeedSequence __pyx_unpickle_SeedSequence",
        "ml_dtypes: bfloat16 float8_e4m3fn float8_e5m2 int4 uint4",
        // PyTorch
        "torch: FloatStorage DoubleStorage HalfStorage BFloat16Storage LongStorage IntStorage ShortStorage CharStorage ByteStorage BoolStorage ComplexFloatStorage ComplexDoubleStorage QInt8Storage QUInt8Storage QInt32Storage QUInt4x2Storage QUInt2x4Storage UntypedStorage",
        "torch: float32 float64 float16 bfloat16 float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz float8_e8m0fnu int64 int32 int16 int8 uint8 uint16 uint32 uint64 bool complex32 complex64 complex128 quint8 qint8 qint32 quint4x2 quint2x4 bits8 float double half long int short",
        "torch: Size device Generator Tensor FloatTensor DoubleTensor HalfTensor BFloat16Tensor LongTensor IntTensor ShortTensor CharTensor ByteTensor BoolTensor strided sparse_coo sparse_csr sparse_csc sparse_bsr sparse_bsc per_tensor_affine per_channel_affine per_channel_affine_float_qparams per_tensor_symmetric per_channel_symmetric preserve_format contiguous_format channels_last",
        "torch.cuda: FloatStorage DoubleStorage HalfStorage BFloat16Storage LongStorage IntStorage ShortStorage CharStorage ByteStorage BoolStorage",
        "torch.storage: TypedStorage UntypedStorage _TypedStorage _UntypedStorage _load_from_bytes",
        "torch._utils: _rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_parameter _rebuild_parameter_v2 _rebuild_parameter_with_state _rebuild_sparse_tensor _rebuild_sparse_csr_tensor _rebuild_nested_tensor _rebuild_qtensor _rebuild_meta_tensor_no_storage _rebuild_device_tensor_from_numpy _rebuild_device_tensor_from_cpu_tensor _rebuild_xla_tensor _rebuild_wrapper_subclass",
        "torch._tensor: _rebuild_from_type _rebuild_from_type_v2", "torch.tensor: _rebuild_from_type Tensor",
        "torch.nn.parameter: Parameter Buffer UninitializedParameter", "torch.nn: Parameter", "torch.serialization: _get_layout", "torch.torch_version: TorchVersion",
        "torch.nn.modules.container: Sequential ModuleList ModuleDict ParameterList ParameterDict", "torch.utils.data.sampler: RandomSampler SequentialSampler", "torch.utils.data.dataset: Dataset TensorDataset Subset ConcatDataset", "torch.utils.hooks: RemovableHandle unserializable_hook",
        // joblib, scikit-learn, SciPy, pandas
        "joblib.numpy_pickle: NumpyArrayWrapper NDArrayWrapper ZNDArrayWrapper", "joblib.numpy_pickle_compat: NDArrayWrapper ZNDArrayWrapper",
        "sklearn.externals.joblib.numpy_pickle: NumpyArrayWrapper NDArrayWrapper ZNDArrayWrapper",
        "sklearn.tree._tree: Tree", "sklearn.tree.tree: DecisionTreeClassifier DecisionTreeRegressor", "sklearn.neighbors._dist_metrics: newObj", "sklearn.metrics._dist_metrics: newObj", "sklearn.neighbors._kd_tree: newObj KDTree", "sklearn.neighbors._ball_tree: newObj BallTree",
        "sklearn._loss._loss: __pyx_unpickle_CyHalfBinomialLoss __pyx_unpickle_CyHalfSquaredError __pyx_unpickle_CyHalfMultinomialLoss", "sklearn._loss.link: Interval IdentityLink LogLink LogitLink MultinomialLogit",
        "scipy.sparse: csr_matrix csc_matrix coo_matrix lil_matrix dok_matrix csr_array csc_array coo_array",
        "scipy.sparse._csr: csr_matrix csr_array", "scipy.sparse._csc: csc_matrix csc_array", "scipy.sparse._coo: coo_matrix coo_array", "scipy.sparse._lil: lil_matrix", "scipy.sparse.csr: csr_matrix", "scipy.sparse.csc: csc_matrix", "scipy.sparse.coo: coo_matrix",
        "scipy.interpolate._interpolate: interp1d", "scipy.interpolate.interpolate: interp1d",
        "pandas.core.indexes.base: _new_Index Index", "pandas.core.indexes.datetimes: _new_DatetimeIndex DatetimeIndex", "pandas.core.indexes.period: _new_PeriodIndex PeriodIndex", "pandas.core.indexes.multi: MultiIndex", "pandas.indexes.base: _new_Index Index",
        "pandas.core.internals.blocks: new_block _unpickle_block", "pandas._libs.internals: _unpickle_block BlockPlacement", "pandas.core.internals.managers: BlockManager SingleBlockManager",
        "pandas._libs.arrays: __pyx_unpickle_NDArrayBacked NDArrayBacked", "pandas._libs.tslibs.timestamps: _unpickle_timestamp Timestamp", "pandas._libs.tslibs.timedeltas: _timedelta_unpickle Timedelta", "pandas._libs.tslibs.nattype: _nat_unpickle", "pandas._libs.missing: NA _NA NAType",
        "pandas: DataFrame Series Index MultiIndex RangeIndex Timestamp Timedelta Categorical CategoricalDtype StringDtype Int64Dtype");

    /// <summary>Modules of the standard library, old and new, public or not, of every platform.</summary>
    private static readonly HashSet<string> StandardLibrary = Words("""
        __future__ _abc _aix_support _android_support _apple_support _ios_support _ast _asyncio _bisect _blake2 _bootsubprocess _bz2 _codecs _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw
        _collections _collections_abc _colorize _compat_pickle _compression _contextvars _crypt _csv _ctypes _curses _curses_panel _datetime _dbm _decimal _elementtree _frozen_importlib _frozen_importlib_external
        _functools _gdbm _hashlib _heapq _hmac _imp _interpchannels _interpqueues _interpreters _io _json _locale _lsprof _lzma _markupbase _md5 _msi _multibytecodec _multiprocessing _opcode _opcode_metadata _operator
        _osx_support _overlapped _pickle _posixshmem _posixsubprocess _py_abc _py_warnings _pydatetime _pydecimal _pyio _pylong _pyrepl _queue _random _remote_debugging _scproxy _sha1 _sha2 _sha256 _sha3 _sha512 _signal
        _sitebuiltins _socket _sqlite3 _sre _ssl _stat _statistics _string _strptime _struct _suggestions _symtable _sysconfig _testcapi _testinternalcapi _testbuffer _thread _threading_local _tkinter _tokenize
        _tracemalloc _types _typing _uuid _warnings _weakref _weakrefset _winapi _wmi _xxinterpchannels _xxsubinterpreters _zoneinfo _zstd abc aifc annotationlib antigravity argparse array ast asynchat asyncio
        asyncore atexit audioop base64 bdb binascii bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys commands compileall compression concurrent configparser
        contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dircache dis distutils doctest dummy_threading email encodings ensurepip enum errno faulthandler fcntl filecmp
        fileinput fnmatch formatter fpformat fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac hotshot html http idlelib ihooks imaplib imghdr imp importlib imputil inspect io
        ipaddress itertools json keyword lib2to3 linecache locale logging lzma macpath mailbox mailcap marshal math md5 mhlib mimetools mimetypes mmap modulefinder msilib msvcrt multifile multiprocessing mutex netrc new nis nntplib
        nt ntpath nturl2path numbers opcode operator optparse os os2emxpath ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil platform plistlib popen2 poplib posix posixfile posixpath pprint profile pstats pty pwd
        py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rexec rfc822 rlcompleter runpy sched secrets select selectors sets sgmllib sha shelve shlex shutil signal site
        sitecustomize smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre sre_compile sre_constants sre_parse ssl stat statistics statvfs string stringprep struct subprocess sunau sunaudio symbol symtable
        sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios test textwrap this threading time timeit tkinter token tokenize tomllib toaiff trace traceback tracemalloc tty turtle turtledemo types typing
        unicodedata unittest urllib urllib2 user usercustomize uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmllib xmlrpc xxsubtype zipapp zipfile zipimport zlib zoneinfo
        __builtin__ __builtins__ httplib urlparse
        """);

    /// <summary>Those of them that compute only: what they hold beyond the allowed names is unknown rather than dangerous.</summary>
    private static readonly HashSet<string> MildModules = Words("""
        __future__ _abc _bisect _blake2 _collections _collections_abc _contextvars _datetime _decimal _hashlib _heapq _json _md5 _pydatetime _pydecimal _queue _random _sha1 _sha2 _sha256 _sha3 _sha512 _statistics _string _strptime _struct _typing
        _weakref _weakrefset _zoneinfo abc array base64 binascii bisect calendar cmath collections colorsys contextvars copy dataclasses datetime decimal email enum errno fractions graphlib
        hashlib heapq hmac html ipaddress itertools json keyword math md5 mutex numbers opcode pprint queue quopri random re reprlib sets sha statistics stat string stringprep struct
        textwrap time token typing unicodedata warnings weakref zlib zoneinfo
        """);

    /// <summary>Modules and names that are dangerous with all that is in them.</summary>
    private static readonly HashSet<string> DangerousNames = Words("""
        os posix nt sys subprocess posixpath ntpath builtins.eval builtins.exec builtins.execfile builtins.compile builtins.open builtins.file builtins.input builtins.getattr builtins.setattr builtins.delattr builtins.hasattr
        builtins.vars builtins.globals builtins.locals builtins.dir builtins.breakpoint builtins.apply builtins.map builtins.filter builtins.reload builtins.__import__ builtins.memoryview
        array.fromfile collections.namedtuple random.os random._os re.sre_compile types.FunctionType types.CodeType types.LambdaType types.MethodType types.ModuleType types.new_class
        enum.sys dataclasses.make_dataclass weakref.finalize warnings.linecache json.load json.codecs pathlib.Path.open string.Formatter copyreg.add_extension
        pip setuptools pkg_resources wheel virtualenv conda requests urllib3 aiohttp httpx httpcore h11 websocket websockets socketio tornado twisted paramiko fabric pexpect ptyprocess sh plumbum psutil invoke
        git docker kubernetes boto boto3 botocore dill cloudpickle joblib jsonpickle srsly yaml ruamel oyaml numexpr IPython ipykernel jupyter jupyter_client nbconvert nbformat cffi _cffi_backend pyximport Cython cython
        comtypes win32api win32com win32process win32file pythoncom wmi execnet mako fsspec s3fs gcsfs smart_open wget gdown pycurl selenium playwright pyautogui pynput keyboard pyperclip
        hickle klepto shelve pickle5 zodbpickle xmltodict pyodide js gevent eventlet celery rpyc pyro Pyro4 pymysql psycopg2 paramiko redis memcache pymongo
        sympy.sympify sympy.parsing sympy.core.sympify
        numpy.f2py numpy.testing numpy.distutils numpy.ctypeslib numpy.load numpy.loads numpy.save numpy.savez numpy.savetxt numpy.loadtxt numpy.genfromtxt numpy.fromfile numpy.fromregex numpy.fromfunction numpy.memmap numpy.core.memmap numpy._core.memmap
        numpy.vectorize numpy.frompyfunc numpy.apply_along_axis numpy.apply_over_axes numpy.piecewise numpy.show_config numpy.DataSource numpy.compat numpy.lib.npyio numpy.lib._npyio_impl numpy.lib.format numpy.lib._format_impl numpy.lib._datasource numpy.lib.utils numpy.lib._utils_impl
        numpy.core._methods numpy.core._internal numpy._core._internal numpy._pytesttester numpy.conftest numpy.setup numpy.__config__ numpy._distributor_init numpy.core.multiarray.fromfile numpy._core.multiarray.fromfile numpy.ma.mrecords
        torch.hub torch.jit torch.load torch.save torch.serialization torch.utils torch._dynamo torch._inductor torch._export torch.export torch.fx torch.package torch.testing torch.distributed.rpc torch.distributed.elastic torch.distributed.launch torch.distributed.launcher torch.distributed.run torch.distributed.nn torch.distributed.algorithms torch.distributed.init_process_group torch.distributed.distributed_c10d torch.distributed.benchmarks torch.distributed.argparse_util torch.multiprocessing torch.onnx torch.ops torch._ops torch._library torch.library
        torch.classes torch._classes torch.compile torch._functorch torch._higher_order_ops torch._lazy torch._prims torch._refs torch._decomp torch._deploy torch._jit_internal torch._appdirs torch._vendor torch._weights_only_unpickler torch._utils_internal torch._namedtensor_internals
        torch.ao.quantization.fx torch.quantization.fx torch.profiler torch.autograd.profiler torch.cuda.jiterator torch.cuda._sanitizer torch.mps torch.xpu torch.backends.xeon torch.futures torch._compile torch._guards torch._logging torch._sources torch._VF torch._meta_registrations torch._subclasses torch._python_dispatcher torch._custom_ops torch._custom_op torch.nested._internal
        torch.storage._share_memory torch._C.import_ir_module torch._C._jit torch.from_file torch.UntypedStorage.from_file torch.os torch.sys torch.ctypes torch.functional.os torch._utils.sys torch._tensor.os torch._import_dotted_name torch._utils._import_dotted_name
        torchvision.datasets torchvision.io torchaudio torchtext torchrun fairseq.checkpoint_utils pytorch_lightning.utilities.cloud_io lightning_fabric.utilities.cloud_io
        pandas.eval pandas.io pandas.read_pickle pandas.read_csv pandas.read_html pandas.read_json pandas.read_sql pandas.read_excel pandas.read_hdf pandas.read_parquet pandas.read_table pandas.read_xml pandas.to_pickle pandas.util pandas._testing pandas.core.computation pandas.core.frame.DataFrame.query pandas.DataFrame.eval pandas.DataFrame.query pandas.compat.pickle_compat pandas.tests pandas.plotting
        sklearn.datasets sklearn.utils._testing sklearn.utils.testing sklearn._build_utils sklearn.externals sklearn.conftest sklearn.tests scipy.weave scipy.io scipy.datasets scipy.misc scipy.LowLevelCallable scipy.conftest
        tensorflow.keras.models tensorflow.keras.utils tensorflow.io tensorflow.py_function tensorflow.numpy_function tensorflow.load_op_library tensorflow.load_library tensorflow.saved_model tensorflow.python.ops.script_ops tensorflow.python.lib.io tensorflow.python.framework.load_library tensorflow.python.keras tensorflow.raw_ops tensorflow.compat
        keras.models keras.src.models keras.saving keras.src.saving keras.utils keras.src.utils keras.layers.Lambda keras.layers.core keras.engine keras.src.layers.core.lambda_layer
        transformers.utils.hub transformers.utils.import_utils transformers.dynamic_module_utils transformers.pipelines transformers.AutoModel transformers.AutoTokenizer transformers.file_utils huggingface_hub datasets.load datasets.load_dataset datasets.builder evaluate.load nltk.data nltk.downloader spacy.util spacy.cli spacy.load gensim.utils xgboost.compat catboost.utils
        matplotlib.pyplot matplotlib.testing matplotlib.cbook PIL.Image.open PIL.ImageShow PIL.ImageGrab PIL.ImageMath cv2.imread cv2.imwrite cv2.VideoCapture imageio PIL.Image.core jax.experimental.host_callback numba.core.serialize numba.pycc distributed dask.base ray.cloudpickle ray.util
        flask django.core.management django.utils werkzeug jinja2 tornado.process bottle cherrypy ansible salt scrapy cppyy pybind11 mpi4py.MPI pyspark.serializers pyspark.cloudpickle mlflow.pyfunc mlflow.utils pycparser ply.lex ply.yacc pydot graphviz nose pytest _pytest py.process
        """);

    /// <summary>Parts of a dotted name that lead out of where it began.</summary>
    private static readonly HashSet<string> DangerousSegments = Words("""
        os sys _os _sys _builtins _subprocess _io _thread _imp _socket _posixsubprocess posix nt subprocess builtins importlib shutil socket ctypes pickle _pickle marshal runpy pty urllib requests multiprocessing tempfile
        __builtins__ __globals__ __dict__ __class__ __bases__ __base__ __mro__ __subclasses__ __import__ __getattribute__ __getattr__ __setattr__ __reduce__ __reduce_ex__ __code__ __closure__ __func__ __self__ __call__ __loader__ __spec__ __init__ __new__ __subclasshook__ __wrapped__ __module__
        func_globals f_globals gi_frame cr_frame tb_frame
        """);

    /// <summary>Libraries whose classes only hold state and are made by <c>copyreg</c>.</summary>
    private static readonly string[] ClassFamilies =
    [
        "torch.nn.modules", "torch.optim", "sklearn", "scipy.sparse", "scipy.stats", "scipy.spatial", "pandas.core.arrays", "pandas.core.dtypes", "pandas.core.indexes", "pandas.core.frame", "pandas.core.series", "pandas._libs.tslibs",
        "transformers.training_args", "transformers.trainer_utils", "transformers.tokenization_utils_base", "transformers.integrations", "accelerate.utils.dataclasses", "accelerate.state", "tokenizers", "omegaconf",
    ];

    private static readonly string[] RunningVerbs =
    [
        "exec", "execute", "eval", "evaluate", "system", "popen", "spawn", "shell", "cmd", "command", "run", "runcode", "runctx", "runcall", "runstring", "runsource", "runcommand", "call", "getattr", "import", "compile", "subprocess", "script", "interpret",
        "loads", "unpickle", "deserialize", "urlopen", "download", "fetch", "popen2",
    ];

    private static readonly string[] CodeSigns =
    [
        "__import__", "import os", "import sys", "import subprocess", "import socket", "os.system", "os.popen", "subprocess", "eval(", "exec(", "compile(", "popen(", "getattr(", "lambda ", "/bin/", "/dev/tcp", "/etc/passwd", "curl ", "wget ", "powershell", "cmd.exe", "cmd /c", "bash -", "sh -c", "python -c", "python3 -c",
        "nc -", "chmod ", "rm -", "whoami", "echo ", "calc.exe", "socket.", "print(", "touch /", "cat /", "cat ~",
    ];

    private static readonly Dictionary<(string, string), (string, string)> RenamedFunctions = new()
    {
        [("__builtin__", "xrange")] = ("builtins", "range"),
        [("__builtin__", "reduce")] = ("functools", "reduce"),
        [("__builtin__", "intern")] = ("sys", "intern"),
        [("__builtin__", "unichr")] = ("builtins", "chr"),
        [("__builtin__", "unicode")] = ("builtins", "str"),
        [("__builtin__", "basestring")] = ("builtins", "str"),
        [("__builtin__", "long")] = ("builtins", "int"),
        [("itertools", "izip")] = ("builtins", "zip"),
        [("itertools", "imap")] = ("builtins", "map"),
        [("itertools", "ifilter")] = ("builtins", "filter"),
    };

    private static readonly Dictionary<string, string> RenamedModules = new(StringComparer.Ordinal)
    {
        ["__builtin__"] = "builtins",
        ["__builtins__"] = "builtins",
        ["copy_reg"] = "copyreg",
        ["Queue"] = "queue",
        ["SocketServer"] = "socketserver",
        ["ConfigParser"] = "configparser",
        ["repr"] = "reprlib",
        ["Tkinter"] = "tkinter",
        ["_winreg"] = "winreg",
        ["thread"] = "_thread",
        ["dummy_thread"] = "_thread",
        ["dbhash"] = "dbm",
        ["dumbdbm"] = "dbm",
        ["gdbm"] = "dbm",
        ["anydbm"] = "dbm",
        ["whichdb"] = "dbm",
        ["xmlrpclib"] = "xmlrpc.client",
        ["SimpleXMLRPCServer"] = "xmlrpc.server",
        ["DocXMLRPCServer"] = "xmlrpc.server",
        ["httplib"] = "http.client",
        ["HTMLParser"] = "html.parser",
        ["htmlentitydefs"] = "html.entities",
        ["Cookie"] = "http.cookies",
        ["cookielib"] = "http.cookiejar",
        ["BaseHTTPServer"] = "http.server",
        ["SimpleHTTPServer"] = "http.server",
        ["CGIHTTPServer"] = "http.server",
        ["commands"] = "subprocess",
        ["urlparse"] = "urllib.parse",
        ["robotparser"] = "urllib.robotparser",
        ["urllib2"] = "urllib.request",
        ["_abcoll"] = "collections.abc",
        ["cPickle"] = "pickle",
        ["UserDict"] = "collections",
        ["UserList"] = "collections",
        ["UserString"] = "collections",
        ["StringIO"] = "io",
        ["cStringIO"] = "io",
    };

    private static HashSet<string> Words(string words) => [.. words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    private static HashSet<string> Names(params ReadOnlySpan<string> modules)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in modules)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            foreach (var name in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)) names.Add($"{line[..colon]}.{name}");
        }
        return names;
    }
}
