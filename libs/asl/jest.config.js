export default {
  displayName: 'asl',
  preset: '../../jest.preset.js',
};
